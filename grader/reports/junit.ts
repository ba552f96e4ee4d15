import type { LessonResult, Results, TaskResult, TestResult } from '../results.ts';
import type { ReportContext } from './format.ts';
import { publicMessage } from './redact.ts';

/** JUnit XML: a suite a submission and lesson, a case a check. A `failure` is a wrong answer, an `error` ours. */
export function junitXml({ submissions }: Results, _context: ReportContext): string {
  const suites = submissions.flatMap(({ id, lessons }) => lessons.map(lesson => suite(id, lesson)));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(id: string, lesson: LessonResult): string {
  const cases = lesson.tasks.flatMap(task =>
    task.tests.map(test => testCase(id, lesson, task, test)),
  );
  const broken = lesson.status === 'broken' || lesson.status === 'invalid';
  if (broken) {
    const kind = lesson.status === 'broken' ? 'error' : 'failure';
    const message = attribute(lesson.message ?? lesson.status);
    cases.push(
      `    <testcase classname="${attribute(`${id}.${lesson.lesson}`)}" name="the file loads" time="0"><${kind} message="${message}" type="${lesson.status}"/></testcase>`,
    );
  }
  const tests = lesson.tasks.flatMap(task => task.tests);
  const count = (status: TestResult['status']) =>
    tests.filter(test => test.status === status).length;
  const failures = count('failed') + Number(lesson.status === 'invalid');
  const errors = Number(lesson.status === 'broken');
  const seconds = lesson.tasks.reduce((sum, task) => sum + task.durationMs, 0) / 1000;
  return [
    `  <testsuite name="${attribute(`${id}.${lesson.lesson}`)}" tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${count('skipped')}" time="${seconds}">`,
    '    <properties>',
    `      <property name="points" value="${lesson.points}"/>`,
    `      <property name="maxPoints" value="${lesson.maxPoints}"/>`,
    `      <property name="status" value="${lesson.status}"/>`,
    '    </properties>',
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

function testCase(
  id: string,
  { lesson }: LessonResult,
  task: TaskResult,
  test: TestResult,
): string {
  const time = (task.durationMs / 1000 / Math.max(1, task.tests.length)).toFixed(3);
  const open = `    <testcase classname="${attribute(`${id}.${lesson}.${task.task}`)}" name="${attribute(test.name)}" time="${time}"`;
  if (test.status === 'passed') return `${open}/>`;
  if (test.status === 'skipped') return `${open}><skipped/></testcase>`;
  const message = publicMessage(test);
  const type = test.misconception ?? 'AssertionError';
  return `${open}><failure message="${attribute(message.split('\n')[0])}" type="${attribute(type)}">${text(message)}</failure></testcase>`;
}

/** XML 1.0 has no place for most control characters, not even escaped. */
function legal(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '�');
}

function text(value: string): string {
  return legal(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function attribute(value: string): string {
  return text(value).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
}
