import type { FullResult, Reporter, Suite } from '@playwright/test/reporter';

/** Says last, in one line, how many passed and how many failed, and names what passed only the second time. */
export default class Summary implements Reporter {
  private suite?: Suite;

  onBegin(_config: unknown, suite: Suite) {
    this.suite = suite;
  }

  onEnd(_result: FullResult) {
    const tests = this.suite?.allTests() ?? [];
    const outcomes = tests.map((test) => test.outcome());
    const count = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
    const skipped = count('skipped');
    const note = skipped > 0 ? `, ${skipped} skipped` : '';
    for (const test of tests.filter((test) => test.outcome() === 'flaky')) {
      console.log(`passed only the second time: ${test.titlePath().filter(Boolean).join(' › ')}`);
    }
    console.log(`${count('expected', 'flaky')} passed, ${count('unexpected')} failed${note}`);
  }

  printsToStdio() {
    return false;
  }
}
