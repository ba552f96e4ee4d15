import type { Plain } from '../../course/plain.ts';
import type { Answers, TaskFunction } from '../misconception.ts';
import { encode } from '../sandbox/codec.ts';
import type { Answer, Practice, PracticeTask } from './practice.ts';

/** Recorded answers as functions, for those who judge: each knows the public questions and nothing else. */
export function recordedReference({ tasks }: Practice): Record<string, TaskFunction> {
  return Object.fromEntries(tasks.map(task => [task.name, answering(task, task.answers)]));
}

/** The known mistakes of every task, by what they answer. */
export function recordedMistakes({ tasks }: Practice): Answers {
  return Object.fromEntries(
    tasks.map(task => {
      const functions = Object.entries(task.known).map(([id, differing]) => {
        const answers = [...task.answers];
        for (const [question, answer] of differing) answers[question] = answer;
        return [id, answering(task, answers)];
      });
      return [task.name, Object.fromEntries(functions)];
    }),
  );
}

function answering({ questions }: PracticeTask, answers: readonly Answer[]): TaskFunction {
  let byQuestion: Map<string, Answer> | undefined;
  return (...args: Plain[]) => {
    byQuestion ??= new Map(questions.map((question, at) => [encode(question), answers[at]]));
    const answer = byQuestion.get(encode(args));
    if (!answer) throw new Error('This question was not recorded.');
    if ('throws' in answer) throw Object.assign(new Error(), { name: answer.throws });
    answer.changed?.forEach((changed, at) => {
      overwrite(args[at], changed);
    });
    return answer.value;
  };
}

/** Does to an argument what the mistake did to it. */
function overwrite(argument: Plain, changed: Plain): void {
  if (Array.isArray(argument) && Array.isArray(changed)) {
    argument.splice(0, argument.length, ...structuredClone(changed));
  } else if (isRecord(argument) && isRecord(changed)) {
    const open = argument as Record<string, Plain>;
    for (const key of Object.keys(open)) delete open[key];
    Object.assign(open, structuredClone(changed));
  }
}

function isRecord(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
