// Types only: how a call looks by the vendor's own OpenAPI document, as openapi-typescript writes it.

type Methods = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `GET /v3/domains/{domainId}` and its like: the endpoints of a document; any text where no document is given. */
export type Endpoint<Paths> = [keyof Paths] extends [never]
  ? `${Uppercase<Methods>} /${string}`
  : {
      [Path in keyof Paths & string]: {
        [Method in keyof Paths[Path] & Methods]: [NonNullable<Paths[Path][Method]>] extends [never]
          ? never
          : `${Uppercase<Method>} ${Path}`;
      }[keyof Paths[Path] & Methods];
    }[keyof Paths & string];

/** What the document says of an endpoint. */
type Described<Paths, Key> = Key extends `${infer Method} ${infer Path}`
  ? Path extends keyof Paths
    ? Lowercase<Method> extends keyof Paths[Path]
      ? NonNullable<Paths[Path][Lowercase<Method>]>
      : never
    : never
  : never;

type Part<Operation, Name extends string> = Operation extends { parameters: { [K in Name]?: infer Given } }
  ? NonNullable<Given>
  : never;

type Body<Operation> = Operation extends { requestBody?: infer Given }
  ? NonNullable<Given> extends { content: { 'application/json': infer Json } }
    ? Json
    : never
  : never;

/** A member that is asked for where something in it is. */
type Member<Name extends string, Given> = [Given] extends [never]
  ? { readonly [K in Name]?: undefined }
  : Record<never, never> extends Given
    ? { readonly [K in Name]?: Given }
    : { readonly [K in Name]: Given };

type Params<Operation> = Member<'path', Part<Operation, 'path'>> & Member<'query', Part<Operation, 'query'>>;

/** What a call of an endpoint takes. */
export type EndpointInput<Paths, Key> = [keyof Paths] extends [never]
  ? UntypedInput
  : Member<'params', Params<Described<Paths, Key>>> &
      Member<'body', Body<Described<Paths, Key>>> &
      CallSafety;

type Success<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses & (200 | 201)]: Responses[Status] }[keyof Responses & (200 | 201)]
  : never;

type Json<Answer> = Answer extends { content: { 'application/json': infer Given } } ? Given : unknown;

type Unwrapped<Answer> = Answer extends { payload?: infer Payload } ? Payload : Answer;

/** What a call of an endpoint resolves to: the payload of its answer. */
export type EndpointResult<Paths, Key> = [keyof Paths] extends [never]
  ? unknown
  : Unwrapped<Json<Success<Described<Paths, Key>>>>;

interface CallSafety {
  /** Whether it may be sent twice. Default `read` for GET, `unsafe` for everything else. */
  readonly safety?: 'read' | 'idempotent' | 'unsafe';
}

/** What a call takes without a document. */
export interface UntypedInput extends CallSafety {
  /** What fills the places of the `path`, and the `query`. */
  readonly params?: {
    readonly path?: Readonly<Record<string, string | number>>;
    readonly query?: Readonly<Record<string, unknown>>;
  };
  /** Sent as JSON. */
  readonly body?: unknown;
}
