import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Film } from './client/film.ts';
import { film } from './film.ts';
import type { Figure, Figures } from './plot/figure.ts';

/** What a figure file exports. */
export interface FigureFile {
  figures?: Figures;
  values?: Record<string, unknown>;
}

/** All that is drawn of a figure: the still picture, and what its controls can make of it. */
export interface Drawing {
  still: string;
  film?: Film;
}

/** @throws whatever the figure throws, in any of its states */
export function draw(name: string, figure: Figure): Drawing {
  const { interaction } = figure;
  return { still: figure.draw(), ...(interaction && { film: film(name, interaction) }) };
}

/** `site/figures/01-nll.ts` */
export function figureFile(lesson: string): string {
  return `site/figures/${lesson}.ts`;
}

/** A lesson without a figure file has no figures. */
export async function loadFigures(root: string, lesson: string): Promise<FigureFile> {
  try {
    return await import(pathToFileURL(path.join(root, figureFile(lesson))).href);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' && message.includes(`${lesson}.ts'`)) return {};
    throw error;
  }
}
