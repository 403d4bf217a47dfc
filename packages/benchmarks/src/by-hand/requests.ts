/** What a careful program does on undici: the status is looked at, the answer is read as JSON and checked, and connections are kept. */
import { Agent, request } from 'undici';
import type * as z from 'zod';

const dispatcher = new Agent();
export const headers = { 'x-api-key': 'benchmark-key', accept: 'application/json' };

export async function get<Schema extends z.ZodType>(url: string, schema: Schema): Promise<z.output<Schema>> {
  const { statusCode, body } = await request(url, { dispatcher, headers });
  return read(statusCode, await body.text(), schema);
}

export async function post<Schema extends z.ZodType>(
  url: string,
  content: unknown,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { statusCode, body } = await request(url, {
    dispatcher,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(content),
  });
  return read(statusCode, await body.text(), schema);
}

/** Lets the connections go. */
export const close = (): Promise<void> => dispatcher.close();

function read<Schema extends z.ZodType>(status: number, text: string, schema: Schema): z.output<Schema> {
  if (status !== 200) throw new Error(`The answer has status ${status}: ${text.slice(0, 200)}`);
  return schema.parse(JSON.parse(text));
}
