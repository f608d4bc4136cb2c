/** A web server for one folder, on a port of its own. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.html': 'text/html' };

/** What is served: files of `folder` and some texts by path, all with `headers`; a POST is handed to `posted`. */
export interface Site {
  readonly folder: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly posted: (body: string) => void;
}

/** Serves a site until `close` is called. */
export async function serve({ folder, texts, headers, posted }: Site) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURI(new URL(request.url ?? '/', 'http://site').pathname));
    if (request.method === 'POST') {
      let body = '';
      for await (const chunk of request) body += chunk;
      posted(body);
      response.writeHead(204).end();
      return;
    }
    const content = texts[path] ?? (await readFile(join(folder, path)).catch(() => undefined));
    const type = types[path === '/' ? '.html' : extname(path)] ?? 'application/octet-stream';
    if (content === undefined) response.writeHead(404, headers).end();
    else response.writeHead(200, { ...headers, 'content-type': type }).end(content);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise(resolve => server.close(resolve)),
  };
}
