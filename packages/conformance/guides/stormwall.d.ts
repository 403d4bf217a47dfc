/** What `partner-apis stormwall types` writes, cut down to what the guide calls. */
export interface paths {
  '/v3/domains/{domainId}/dns': {
    get: {
      parameters: { path: { domainId: number } };
      responses: { 200: { content: { 'application/json': { status: 'ok'; payload: { type: string }[] } } } };
    };
  };
}
