const errors = [
  'PartnerApiError',
  'ConfigurationError',
  'RequestValidationError',
  'ConnectionError',
  'TimeoutError',
  'AbortedError',
  'HttpError',
  'BadRequestError',
  'AuthenticationError',
  'PermissionDeniedError',
  'NotFoundError',
  'ConflictError',
  'RateLimitError',
  'ServerError',
  'ResponseDecodeError',
  'ResponseValidationError',
];

/** What every vendor package passes on, so that a program needs one import. */
const shared = [...errors, ...errors.map((name) => `is${name}`), 'undiciTransport', 'fetchTransport'];

/** Readers of event feeds, and where they keep their place. */
const feeds = [
  'memoryCursorStore',
  'fileCursorStore',
  'keyvCursorStore',
  'testCursorStore',
  'CursorStoreError',
  'CursorConflictError',
  'FeedGapError',
  'FeedAnomalyError',
  'isCursorStoreError',
  'isCursorConflictError',
  'isFeedGapError',
  'isFeedAnomalyError',
];

/**
 * Names a partner may already have written down: each must be a value exported by its entry point, in every module format. A
 * new public name is added here; one that is taken away is a breaking change.
 */
export const expectedExports: Readonly<Record<string, readonly string[]>> = {
  '@partner-apis/core': [
    ...shared,
    'defineOperation',
    'PartnerClient',
    'bearer',
    'cookieToken',
    'headerKey',
    'schemeWithParameters',
    ...feeds,
    'createFeed',
  ],
  '@partner-apis/astral': [
    ...shared,
    'AstralClient',
    'isAstralHttpError',
    'ArchiveError',
    'isArchiveError',
    'FileSystemError',
    'isFileSystemError',
    'parseFileRef',
    'formatFileRef',
    'memoryAttemptStore',
    'openTelemetryHooks',
  ],
  '@partner-apis/reestro': [
    ...shared,
    ...feeds,
    'ReestroClient',
    'isReestroHttpError',
    'isCertificateReleased',
    'isCertificateRejected',
    'isSigningProcessed',
    'toDate',
    'matchesMd5',
  ],
  '@partner-apis/stormwall': [
    ...shared,
    'StormwallClient',
    'SoftErrorsError',
    'isSoftErrorsError',
    'isStormwallHttpError',
    'flag',
    'isFlagSet',
  ],
  '@partner-apis/asna': [
    ...shared,
    'AsnaClient',
    'MessageFailedError',
    'TokenError',
    'WebhookPayloadError',
    'WebhookSignatureError',
    'asnaDateTime',
    'createWebhookReceiver',
    'isAsnaHttpError',
    'isMessageFailedError',
    'isTokenError',
    'isWebhookPayloadError',
    'isWebhookSignatureError',
    'keyvDedupe',
    'memoryDedupe',
    'signWebhook',
    'verifyWebhook',
  ],
  '@partner-apis/sandbox': ['createSandbox'],
  '@partner-apis/sandbox/msw': ['handlers'],
};
