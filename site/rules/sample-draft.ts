import type { Lesson } from '../../course/lesson.ts';
import { readLesson } from '../../course/lesson.ts';
import { film } from '../film.ts';
import type { Figures } from '../plot/figure.ts';
import { choice, type Interaction, interactive, slider } from '../plot/interactive.ts';
import { escapeText } from '../plot/svg.ts';
import { type Draft, untouched } from './draft.ts';
import { printedValue } from './value.ts';

/** What the bodies' values may name. */
const scope = {
  half: 0.5,
  tiny: 1e-9,
  word: '<b>',
  double: (x: number) => 2 * x,
  nothing: undefined,
};

const figures: Figures = {
  curve: { alt: 'A falling curve', draw: () => '<svg></svg>' },
  dial: interactive({
    alt: 'A <dot>',
    controls: { b: slider('price β', [0.5, 1, 2], 1), side: choice('side', ['left', 'right']) },
    draw: state => `<svg>${state?.b ?? 'at rest'}</svg>`,
    read: ({ b, side }) => [['twice', `${2 * b} < ${side}`]],
  }),
  jammed: interactive({
    alt: 'A dot',
    controls: { b: slider('b', [0, 1], 0) },
    draw: state => (state?.b ? '<svg>\n</svg>' : '<svg></svg>'),
    read: () => [],
  }),
  mute: { alt: '', draw: () => '<svg></svg>' },
  broken: {
    alt: 'Never seen',
    draw: () => {
      throw new Error('no data');
    },
  },
};

/** The smallest lesson that holds this body, as the tests of the rules need it. */
export function sampleDraft(body: string): Draft {
  const lesson = sampleLesson(body);
  const draft: Draft = {
    lesson,
    ...untouched(),
    value: content => printedValue(content, scope),
    figures,
    references: {
      shannon1948: {
        author: 'Claude E. Shannon',
        title: 'A Mathematical Theory of Communication',
        year: 1948,
        url: 'https://example.org/shannon',
      },
      ouyang2022: { author: 'Long Ouyang, Jeff Wu, Xu Jiang', title: 'Following', year: 2022 },
    },
    terms: [
      { term: 'reward', id: 'term-reward' },
      { term: 'reward model', id: 'term-reward-model' },
      { term: "Gibbs' inequality", id: 'term-gibbs-inequality' },
    ],
    others: new Map(),
    address: page => `/${page}`,
    film: name => film(name, figures[name].interaction as Interaction),
    once: (_key, compute) => compute(),
    publish: name => `/assets/${name}`,
    highlight: (code, language) => `[${language}] ${escapeText(code)}`,
  };
  draft.others.set('sample', draft);
  draft.others.set('other', {
    ...draft,
    lesson: { ...lesson, id: 'other', name: '02-other', number: 2, title: 'Another lesson' },
    labels: new Map([['eq:far', { name: 'eq:far', number: 4, id: 'eq-far' }]]),
  });
  return draft;
}

function sampleLesson(body: string): Lesson {
  const front = '---\ntitle: Sample\nsummary: A sample.\nneeds: []\n---\n';
  const declared = {
    twice: {
      signature: 'twice(x: number): number',
      docstring:
        'Doubles.\n\n@param x π_ref(y), or `a_b` of any snake_case\n@returns the double of `x`\n@throws {RangeError} never',
    },
  };
  try {
    return readLesson('01-sample', front + body, declared);
  } catch {
    return readLesson('01-sample', front, declared); // what the course refuses, the rules may still meet
  }
}
