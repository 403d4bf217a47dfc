/** Paths of the methods of a client and of its resources, such as `events.publish`. */
export type MethodOf<Client, Path extends string = ''> = {
  [Name in keyof Client & string]: Client[Name] extends (...args: never[]) => unknown
    ? `${Path}${Name}`
    : MethodOf<Client[Name], `${Path}${Name}.`>;
}[keyof Client & string];

/** Those of them whose calls resolve to one type of data by themselves and to another with their response. */
export type RawDiffers<Client, Path extends string = ''> = {
  [Name in keyof Client & string]: Client[Name] extends (...args: never[]) => infer Call
    ? Call extends { withResponse(): Promise<infer Raw> }
      ? [Raw] extends [{ readonly data: Awaited<Call>; readonly response: { readonly status: number } }]
        ? never
        : `${Path}${Name}`
      : never
    : RawDiffers<Client[Name], `${Path}${Name}.`>;
}[keyof Client & string];

/** Takes right and wrong uses of every method of a client, for the compiler alone: one that is missing, or exists no more, is an error. */
export function usesOf<Client>(_uses: Readonly<Record<MethodOf<Client>, () => void>>): void {}
