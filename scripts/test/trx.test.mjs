import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTrx } from '../lib/trx.mjs';

const trx = `<TestRun><Results>
  <UnitTestResult testId="1" testName="A.Passes(text: &quot;a&quot;)" outcome="Passed" />
  <UnitTestResult testId="2" testName="A.Fails" outcome="Failed">
    <Output><ErrorInfo><Message>a &lt;b&gt; &amp;lt;&#xA;c</Message><StackTrace>at A.Fails()</StackTrace></ErrorInfo></Output>
  </UnitTestResult>
  <UnitTestResult testId="3" testName="A.Skips" outcome="NotExecuted">
    <Output><ErrorInfo><Message>needs KVM</Message></ErrorInfo></Output>
  </UnitTestResult>
  <UnitTestResult testId="4" testName="A.Hangs" outcome="Timeout" />
</Results></TestRun>`;

test('every result of a trx file is read, with its reason', () => {
  assert.deepEqual(readTrx(trx), [
    { name: 'A.Passes(text: "a")', outcome: 'passed', message: '' },
    { name: 'A.Fails', outcome: 'failed', message: 'a <b> &lt;\nc\nat A.Fails()' },
    { name: 'A.Skips', outcome: 'skipped', message: 'needs KVM' },
    { name: 'A.Hangs', outcome: 'failed', message: '' },
  ]);
});

test('a file without results has none', () => {
  assert.deepEqual(readTrx('<TestRun></TestRun>'), []);
});
