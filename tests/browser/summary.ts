import type { FullResult, Reporter, Suite } from '@playwright/test/reporter';

/** Says last, in one line, how many passed and how many failed. */
export default class Summary implements Reporter {
  private suite?: Suite;

  onBegin(_config: unknown, suite: Suite) {
    this.suite = suite;
  }

  onEnd(_result: FullResult) {
    const outcomes = (this.suite?.allTests() ?? []).map((test) => test.outcome());
    const count = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
    const skipped = count('skipped');
    const note = skipped > 0 ? `, ${skipped} skipped` : '';
    console.log(`${count('expected')} passed, ${count('unexpected', 'flaky')} failed${note}`);
  }

  printsToStdio() {
    return false;
  }
}
