/**
 * Functions of a lesson written otherwise: task → id → code. In `misconceptions/` they are the known
 * wrong answers, in `variants/` right ones.
 */
export type Misconceptions<Reference> = {
  [Task in keyof Reference as Reference[Task] extends (...args: never[]) => unknown
    ? Task
    : never]?: Record<string, Reference[Task]>;
};

// biome-ignore lint/suspicious/noExplicitAny: tasks have every signature
export type TaskFunction = (...args: any[]) => unknown;
export type Answers = Record<string, Record<string, TaskFunction>>;
