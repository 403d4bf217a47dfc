import { fetchTransport, undiciTransport } from '@partner-apis/core';
import { describe, expect, test } from 'vitest';
import { Acme, operations } from './support/acme.ts';
import { rejection, serve } from '@partner-apis/test-kit';

/** «Привет» as old gateways spell it. */
const spellings: Readonly<Record<string, number[]>> = {
  'windows-1251': [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2],
  'koi8-r': [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4],
  'iso-8859-5': [0xbf, 0xe0, 0xd8, 0xd2, 0xd5, 0xe2],
  cp866: [0x8f, 0xe0, 0xa8, 0xa2, 0xa5, 0xe2],
  IBM866: [0x8f, 0xe0, 0xa8, 0xa2, 0xa5, 0xe2],
  'utf-16le': [...Buffer.from('Привет', 'utf16le')],
  '"utf-8"': [...Buffer.from('Привет')],
  'x-nobody-knows': [...Buffer.from('Привет')],
};

// https://github.com/axios/axios/issues/5317, https://github.com/axios/axios/issues/501
describe.each([
  ['undici', undiciTransport],
  ['fetch', () => fetchTransport()],
])('the charset that an answer declares, through %s', (_, transport) => {
  const acmeFor = async (status: number, charset: string, bytes: Buffer): Promise<Acme> => {
    const server = await serve((_request, response) =>
      response.writeHead(status, { 'content-type': `application/json; Charset=${charset}` }).end(bytes),
    );
    return new Acme({ baseUrl: server.url, transport: transport(), retry: false });
  };
  const get = (acme: Acme) => acme.do.call(operations.get, { params: { id: 'a' } });
  /** JSON around the word, in the same charset. */
  const around = (charset: string, word: number[]): Buffer =>
    charset === 'utf-16le'
      ? Buffer.from('{"name":"Привет"}', 'utf16le')
      : Buffer.concat([Buffer.from('{"name":"'), Buffer.from(word), Buffer.from('"}')]);

  test.each(Object.entries(spellings))('%s in the text of a failure', async (charset, word) => {
    const acme = await acmeFor(400, charset, Buffer.from(word));
    expect(await rejection(get(acme))).toMatchObject({ status: 400, body: 'Привет' });
  });

  test.each(Object.entries(spellings))('%s in the JSON of a success', async (charset, word) => {
    const acme = await acmeFor(200, charset, around(charset, word));
    expect(await get(acme)).toMatchObject({ name: 'Привет' });
  });
});
