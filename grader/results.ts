/** The contract of `results.json`: see README, "Results". */
export interface Results {
  version: 1;
  course: string;
  /** Lesson id → digest of its suite, so that results of different suites are never compared. */
  suites: Record<string, string>;
  submissions: Submission[];
}

export interface Submission {
  id: string;
  points: number;
  maxPoints: number;
  lessons: LessonResult[];
}

export interface LessonResult {
  lesson: string;
  /** `invalid`: the student's file does not load. `broken`: our fault, never a zero. */
  status: 'graded' | 'missing' | 'invalid' | 'broken';
  message?: string;
  seed: number;
  points: number;
  maxPoints: number;
  tasks: TaskResult[];
}

export interface TaskResult {
  task: string;
  status: 'passed' | 'failed' | 'todo' | 'skipped';
  points: number;
  maxPoints: number;
  durationMs: number;
  tests: TestResult[];
}

export interface TestResult {
  name: string;
  status: 'passed' | 'failed' | 'skipped';
  visibility: 'visible' | 'hidden' | 'after_due_date' | 'after_published';
  points: number;
  maxPoints: number;
  message?: string;
  misconception?: string;
}
