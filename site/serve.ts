import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { watch } from 'chokidar';
import colors from 'picocolors';
import { projectRoot } from '../course/course.ts';
import { Builder, type Outcome } from './builder.ts';
import { failurePage, reloadScript } from './preview.ts';
import { readPage } from './static.ts';

const out = path.join(projectRoot, 'dist');
const watched = ['lessons', 'solutions', 'site', 'course'].map(room =>
  path.join(projectRoot, room),
);

/** The problems of the last build; empty when it went well. */
let problems = '';
let isBuilding = false;
/** Files that have changed since the last build began. */
const changed = new Set<string>();
const builder = new Builder(out);
const readers = new Set<ServerResponse>();

async function rebuild(): Promise<void> {
  if (isBuilding) return builder.changed(changed);
  isBuilding = true;
  do {
    const files = [...changed];
    changed.clear();
    const outcome = await builder.build(files);
    if (!changed.size) report(outcome);
  } while (changed.size);
  isBuilding = false;
  for (const reader of readers) tell(reader);
}

function report(outcome: Outcome): void {
  problems = outcome.problems.join('\n');
  if (!problems) {
    console.log(colors.green(`${outcome.pages} pages (${outcome.seconds.toFixed(2)} s)`));
    return;
  }
  const count = outcome.problems.length;
  console.error(problems);
  console.error(
    colors.red(
      `\n${count} ${count === 1 ? 'problem' : 'problems'}. They are shown on the pages, too.`,
    ),
  );
}

/** A page that hears of a build reloads itself; the new page shows the problems, if any. */
function tell(reader: ServerResponse): void {
  reader.write('data: built\n\n');
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const send = (status: number, type: string, body: string | Buffer) => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(body);
  };
  if (pathname === '/~changes') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('\n');
    readers.add(response);
    response.on('close', () => readers.delete(response));
    return;
  }
  if (pathname === '/~reload.js') return send(200, 'text/javascript', reloadScript(problems));
  const found = await readPage(out, pathname);
  if (!found)
    return send(
      503,
      'text/html; charset=utf-8',
      failurePage(problems || 'The first build is under way.'),
    );
  if (found.redirect) {
    response.writeHead(308, { location: found.redirect });
    return void response.end();
  }
  const script = '<script src="/~reload.js" defer></script>\n</head>';
  const body = found.type.startsWith('text/html')
    ? found.body.toString().replace('</head>', script)
    : found.body;
  send(found.status, found.type, body);
}

/** @returns the port, the first free one from `port` on. */
async function listen(port: number): Promise<number> {
  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      response.writeHead(500).end(String(error));
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && port < 4421) resolve(listen(port + 1));
      else reject(error);
    });
    // The loopback address only: unfinished pages are nobody else's business.
    server.listen(port, '127.0.0.1', () => resolve(port));
  });
}

const wanted = Number(process.env.PORT) || 4321;
const port = await listen(wanted);
if (port !== wanted) console.log(`Port ${wanted} is taken.`);
console.log(`\n  ${colors.bold(`http://localhost:${port}/`)}  ${colors.dim('Ctrl+C stops it')}\n`);
await rebuild();

let waiting: NodeJS.Timeout | undefined;
watch(watched, { ignoreInitial: true, ignored: file => /\.test\.ts$|\.tmp$|~$/.test(file) }).on(
  'all',
  (_event, file) => {
    changed.add(file);
    clearTimeout(waiting);
    waiting = setTimeout(rebuild, 30); // an editor may save several files at once
  },
);
