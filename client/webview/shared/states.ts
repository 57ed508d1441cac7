import { html } from './elements';
import { word } from './host';

interface State {
  readonly scenario: string | null;
}

/** A choice among the set-up and the ends of scenarios; there is none to make while there is one state only. */
export class StateChoice<Shown extends State> {
  readonly element = html('select', { 'aria-label': word('scenario'), hidden: '' }) as HTMLSelectElement;
  private states: readonly Shown[] = [];

  constructor(onChange: () => void) {
    this.element.addEventListener('change', onChange);
  }

  /** What was chosen stays so where it is still there. */
  show(states: readonly Shown[]): void {
    const before = this.element.value;
    this.states = states;
    this.element.replaceChildren(
      ...states.map(({ scenario }) =>
        html('option', { value: scenario ?? '' }, scenario === null ? word('setUp') : word('atEnd', scenario)),
      ),
    );
    const still = states.some(({ scenario }) => (scenario ?? '') === before);
    this.element.value = still ? before : (states[0]?.scenario ?? '');
    this.element.hidden = states.length < 2;
  }

  get chosen(): Shown | undefined {
    return this.states.find(({ scenario }) => (scenario ?? '') === this.element.value);
  }
}
