import { createServer, type ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { rewriteAnswer } from '../../range/internet/answer-rewriting.ts';
import { listen } from '../../range/internet/listener.ts';

const styles: Readonly<Record<string, (res: ServerResponse, status: number) => void>> = {
  'writeHead with headers': (res, status) => {
    res.writeHead(status, { 'content-type': 'text/css', 'content-length': 8, 'x-own': 'kept' });
    res.end('original');
  },
  'status by property, body in pieces': (res, status) => {
    res.statusCode = status;
    res.setHeader('x-own', 'kept');
    res.write('orig');
    res.write(Buffer.from('in'));
    res.end('al');
  },
  'headers as a list': (res, status) => {
    res.writeHead(status, ['x-own', 'kept', 'content-type', 'text/css']);
    res.end('original');
  },
};

async function fetched(answer: (res: ServerResponse) => void) {
  const listener = await listen(
    createServer((_req, res) => {
      rewriteAnswer(
        res,
        (status) => status === 404,
        async ({ body }) =>
          body.toString() === 'original'
            ? { status: 410, contentType: 'text/plain', body: 'rewritten, longer' }
            : undefined,
      );
      answer(res);
    }),
  );
  const got = await fetch(`http://${listener.address}/`);
  const result = {
    status: got.status,
    own: got.headers.get('x-own'),
    text: await got.text(),
    type: got.headers.get('content-type'),
  };
  await listener.close();
  return result;
}

test.each(Object.entries(styles))('%s: a wanted answer is replaced, its own headers stay', async (_name, style) => {
  expect(await fetched((res) => style(res, 404))).toEqual({
    status: 410,
    own: 'kept',
    text: 'rewritten, longer',
    type: 'text/plain',
  });
});

test.each(Object.entries(styles))('%s: other answers pass untouched', async (_name, style) => {
  expect(await fetched((res) => style(res, 200))).toMatchObject({ status: 200, own: 'kept', text: 'original' });
});

test('an answer that the rewriter declines stays as it was', async () => {
  const result = await fetched((res) => {
    res.statusCode = 404;
    res.end('something else');
  });
  expect(result).toMatchObject({ status: 404, text: 'something else' });
});
