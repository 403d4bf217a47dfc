import type { Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../vendor.ts';
import { readJson } from '../json-body.ts';
import { badRequest } from '../problems.ts';
import type { AsnaState } from '../state.ts';
import { validate } from './validate.ts';

/** "Validation of data in JSON". */
export function validationRoutes(state: AsnaState): Route[] {
  return [
    {
      id: 'schemas.validate',
      method: 'POST',
      path: '/v5/json_schemas/:schema/validation',
      handler: (exchange) => check(state, exchange),
    },
  ];
}

async function check(state: AsnaState, exchange: Exchange): Promise<Answer> {
  state.authorize(exchange);
  const schema = exchange.param('schema');
  const errors = validate(schema, await readJson(exchange));
  if (errors === undefined) return badRequest(`There is no schema '${schema}'`);
  if (errors.length > 0)
    return badRequest('Please correct the specified validation errors and try again', errors);
  return { status: 200, headers: {}, body: null };
}
