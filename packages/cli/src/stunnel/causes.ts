/** What a line of a stunnel log tells. */
export interface Cause {
  /** What the line holds. */
  readonly pattern: RegExp;
  /** Lines of the same connection that come after it and say no more. */
  readonly covers?: RegExp;
  /** What is wrong. */
  readonly wrong: string;
  /** What to do about it. */
  readonly advice: string;
}

/** How a connection ended that broke before its answer. */
const CUT = /[1-9]\d* byte\(s\) sent to TLS, 0 byte\(s\) sent to socket/;

/** The messages of stunnel 5 in each failure, and the code of CryptoPro's that the Astral.Platform manual, section 2, names. */
export const causes: readonly Cause[] = [
  {
    pattern: /0x800b0109|CERT_E_UNTRUSTEDROOT/i,
    wrong: "The root of the server's certificate is not trusted.",
    advice:
      'It is not installed, or in uroot: install it in mroot (certmgr -inst -all -store mroot -file <root>.crt).',
  },
  {
    pattern: /Connection refused/,
    wrong: 'Nothing listens at the address of connect.',
    advice: 'Check connect; when it is right, the far side is down.',
  },
  {
    pattern: /Error resolving/,
    wrong: 'The host of connect has no address.',
    advice: 'Check how connect is spelt, then DNS on this machine.',
  },
  {
    pattern: /alert unknown ca/i,
    covers: CUT,
    wrong: 'The server refused the certificate of this client.',
    advice:
      'Check that cert is the certificate that the vendor registered, and that it is sent with its chain.',
  },
  {
    pattern: /alert handshake failure/i,
    wrong: 'The server got no certificate of this client, or the two have no cipher in common.',
    advice:
      'Check cert; for the open-source stunnel also engine = gost, engineDefault = ALL and sslVersionMax = TLSv1.2.',
  },
  {
    pattern: /alert certificate required/i,
    covers: CUT,
    wrong: 'The server got no certificate of this client.',
    advice: 'Check cert and key.',
  },
  {
    pattern: /alert protocol version|unsupported protocol|no protocols available/i,
    wrong: 'The two have no version of TLS in common.',
    advice:
      'Check sslVersion, sslVersionMin and sslVersionMax: the GOST ciphers of the engine are those of TLS 1.2.',
  },
  {
    pattern: /Subject checks failed/,
    covers: /certificate verify failed|Rejected by CERT/i,
    wrong: 'The certificate of the server is made for another name.',
    advice: 'Check the host of connect, and checkHost: they are to be the name that the vendor has given.',
  },
  {
    pattern: /certificate verify failed|Rejected by CERT|not found in local repository/i,
    wrong: 'The certificate of the server is not trusted.',
    advice:
      'With verify = 3 the certificate of the server itself must be installed: in mTrustedUsers for CryptoPro, in CAfile for the open-source stunnel.',
  },
  {
    pattern: /wrong version number/i,
    wrong: 'What answers at the address of connect does not speak TLS.',
    advice: 'Check the port of connect: the manual has 9443.',
  },
  {
    pattern: /TLS socket closed \(SSL_write\) with \d+ unsent/,
    covers: CUT,
    wrong: 'The far side took the connection and closed it before the request was through.',
    advice:
      'Either what is behind it is down, or it refused the certificate of this client without a word: the log of the far side tells which.',
  },
  {
    pattern: CUT,
    wrong: 'A connection ended after a request and before its answer.',
    advice:
      'If at once: what is behind the far side is down. If after a while: look for idle limits on the way, such as TIMEOUTidle; they must be longer than a long poll, better 630 s.',
  },
];
