import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { functionText } from '../kernels/functions.mjs';
import { namedSources } from '../kernels/sources.mjs';
import { difference } from '../kernels/text.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'topo-kernels-test-'));
test.after(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

/** @param {string} name @param {string} text */
function write(name, text) {
  fs.mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
}

test('a function is found by its definition, without comments and layout', () => {
  write(
    'drivers/iommu/iommu.c',
    `int later(int x);
/* later() { is } not here */
static int
later(int x)
{
\tif (x) { /* no */
\t\treturn 1;
\t}
\treturn later(0);
}
static const struct iommu_ops my_ops = {
\t.capable = later,
};
#define MY_MACRO(x) \\
\tlater(x)
`,
  );

  const text = (/** @type {string} */ name) => functionText(folder, 'drivers/iommu/iommu.c', name);

  assert.equal(text('later'), 'static int\nlater(int x)\n{\nif (x) {\nreturn 1;\n}\nreturn later(0);\n}');
  assert.equal(text('my_ops'), 'static const struct iommu_ops my_ops = {\n.capable = later,\n}');
  assert.equal(text('MY_MACRO'), '#define MY_MACRO(x) \\\nlater(x)');
  assert.equal(text('missing'), null);
  assert.equal(functionText(folder, 'drivers/iommu/other.c', 'later'), null);
});

test('constants of a file are put in, and lists are split', () => {
  write(
    'cs/Driver.cs',
    `private const string Folder = "drivers/iommu/";
private const string File = Folder + "amd.c";
Row(File + ":amd_capable, amd_enforce", "seen in drivers/iommu/intel.c:which holds", "virt/kvm/vfio.c:kvm_vfio"
    + "_add");`,
  );

  assert.deepEqual(
    namedSources(path.join(folder, 'cs')).map(({ file, name }) => `${file}:${name}`),
    ['drivers/iommu/amd.c:amd_capable', 'drivers/iommu/amd.c:amd_enforce', 'virt/kvm/vfio.c:kvm_vfio_add'],
  );
});

test('what differs is told line by line', () => {
  assert.match(difference('a\nb', 'a\nc'), /^-b\n\+c$/m);
});
