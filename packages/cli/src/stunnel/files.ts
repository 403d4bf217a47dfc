/** What the files of a tunnel depend on. */
export interface Tunnel {
  /** Client certificate: for CryptoPro as exported from its store, else PEM with its key beside it. */
  readonly cert: string;
  /** Where to connect: host and port. */
  readonly connect: string;
  /** Where programs of this machine connect to. */
  readonly accept: string;
  readonly flavour: 'cryptopro' | 'openssl-gost';
  /** Folder of the files. */
  readonly folder: string;
}

/** Languages of the comments. */
export type Language = 'en' | 'ru';

/** A line of a file, with what to say about it. */
type Line = readonly [text: string, en: string, ru: string] | string;

/** The configuration of stunnel, after the example in section 2 of the Astral.Platform manual. */
export function clientConf(tunnel: Tunnel, language: Language): string {
  const { cert, connect, accept, flavour, folder } = tunnel;
  const host = connect.replace(/:\d+$/, '');
  const cryptopro = flavour === 'cryptopro';
  const global: Line[] = cryptopro
    ? [
        [
          `cert = ${cert}`,
          'Your certificate, as exported. CryptoPro takes its key from the store of the user.',
          'Ваш сертификат, экспортированный ранее. Ключ КриптоПро возьмёт из хранилища пользователя.',
        ],
      ]
    : [
        [
          'engine = gost',
          'The GOST algorithms, from the engine of OpenSSL (Debian: libengine-gost-openssl).',
          'Алгоритмы ГОСТ из подключаемого модуля OpenSSL (Debian: libengine-gost-openssl).',
        ],
        ['engineDefault = ALL', 'Everything goes through it.', 'Через него идёт всё.'],
        [`cert = ${cert}`, 'Your certificate, PEM.', 'Ваш сертификат, PEM.'],
        [
          `key = ${cert.replace(/\.[^./]+$/, '')}.key`,
          'Its private key, PEM, without a password: nobody is there to type one.',
          'Его закрытый ключ, PEM, без пароля: вводить его некому.',
        ],
        [
          `CAfile = ${folder}/ca.pem`,
          "The authorities that the server's certificate leads to, PEM.",
          'Удостоверяющие центры, к которым ведёт сертификат сервера, PEM.',
        ],
      ];
  const service: Line[] = [
    [
      `accept = ${accept}`,
      'Where your program connects to. Keep it on this machine: the API key crosses this hop in clear text.',
      'Куда обращается ваша программа. Оставьте на этой машине: ключ API здесь идёт открытым текстом.',
    ],
    [`connect = ${connect}`, 'Where the tunnel leads.', 'Куда ведёт туннель.'],
    ...(cryptopro
      ? ([
          [
            'verify = 3',
            "Checks the server's certificate against the local list (0 checks nothing, 1 and 2 the chain).",
            'Проверять сертификат сервера по локальному списку (0 — не проверять, 1 и 2 — проверять цепочку).',
          ],
        ] satisfies Line[])
      : ([
          [
            'verifyChain = yes',
            "Checks that the server's certificate leads to CAfile.",
            'Проверять, что сертификат сервера ведёт к CAfile.',
          ],
          [
            `checkHost = ${host}`,
            'Checks that it is made for this name.',
            'Проверять, что он выдан на это имя.',
          ],
          [
            'sslVersionMax = TLSv1.2',
            'The GOST ciphers of the engine are those of TLS 1.2.',
            'Шифры ГОСТ в модуле — для TLS 1.2.',
          ],
        ] satisfies Line[])),
    [
      'TIMEOUTclose = 0',
      'Does not wait for the other side to say goodbye.',
      'Не ждать, пока другая сторона попрощается.',
    ],
    [
      'TIMEOUTidle = 1260',
      'A poll is silent for up to ten minutes: an idle limit has to be longer.',
      'Опрос молчит до десяти минут: предел простоя должен быть больше.',
    ],
    [
      'socket = r:SO_KEEPALIVE=1',
      'Notices a dead path after a minute instead of hours.',
      'Замечать оборванный путь через минуту, а не через часы.',
    ],
    'socket = r:TCP_KEEPIDLE=30',
    'socket = r:TCP_KEEPINTVL=10',
    'socket = r:TCP_KEEPCNT=3',
  ];
  return printed(language, [
    ...global,
    [
      `pid = ${folder}/stunnel.pid`,
      'Where its process id stands; systemd looks for it there.',
      'Где записан номер процесса; там его ищет systemd.',
    ],
    [
      'socket = l:TCP_NODELAY=1',
      'Small messages go out at once, on both sides.',
      'Короткие сообщения уходят сразу, с обеих сторон.',
    ],
    'socket = r:TCP_NODELAY=1',
    [
      'debug = 5',
      'What is logged: 3 is enough for every day, 6 says why connections end.',
      'Что писать в журнал: для работы хватает 3, на 6 видно, почему обрываются соединения.',
    ],
    [
      `output = ${folder}/stunnel.log`,
      'The log: `partner-apis stunnel explain` reads it.',
      'Журнал: его разбирает `partner-apis stunnel explain`.',
    ],
    ['client = yes', 'This side begins the TLS connections.', 'Эта сторона начинает TLS-соединения.'],
    [
      'foreground = yes',
      'Stays with the process that started it: systemd.',
      'Оставаться при процессе, который его запустил: systemd.',
    ],
    '',
    '[https]',
    ...service,
  ]);
}

/** The service of systemd, after the example in section 2 of the manual. */
export function serviceUnit({ flavour, folder }: Tunnel, language: Language): string {
  const program = flavour === 'cryptopro' ? '/opt/cprocsp/sbin/amd64/stunnel_thread' : '/usr/bin/stunnel';
  return printed(
    language,
    [
      '[Unit]',
      'Description=Stunnel GOST TLS Client',
      ['After=network-online.target', 'After the network is there.', 'После того как поднята сеть.'],
      'Wants=network-online.target',
      '',
      '[Service]',
      [`PIDFile=${folder}/stunnel.pid`, 'As `pid` in client.conf.', 'Как `pid` в client.conf.'],
      [
        `ExecStart=${program} ${folder}/client.conf`,
        'Another place? `which stunnel_thread`, `which stunnel`.',
        'В другом месте? `which stunnel_thread`, `which stunnel`.',
      ],
      [
        'Restart=always',
        'Comes back after a crash; the consumer waits for it.',
        'Подниматься после сбоя; потребитель событий его подождёт.',
      ],
      ['User=root', 'The user whose store has the key.', 'Пользователь, в хранилище которого лежит ключ.'],
      ['LimitNOFILE=65535', 'Each connection takes two files.', 'Каждое соединение занимает два файла.'],
      '',
      '[Install]',
      'WantedBy=multi-user.target',
    ],
    '#',
  );
}

function printed(language: Language, lines: readonly Line[], mark = ';'): string {
  return lines
    .flatMap((line) =>
      typeof line === 'string' ? [line] : [`${mark} ${language === 'ru' ? line[2] : line[1]}`, line[0]],
    )
    .concat('')
    .join('\n');
}

/** What is still to be done once the files are there. */
export function nextSteps({ flavour, folder, connect }: Tunnel, language: Language): string {
  const steps: readonly (readonly [en: string, ru: string])[] = [
    [
      'Give the certificate, best with its chain, to your manager at Kaluga Astral: the server has to know it.',
      'Передайте сертификат, лучше вместе с цепочкой, вашему менеджеру «Калуга Астрал»: его должен знать сервер.',
    ],
    flavour === 'cryptopro'
      ? [
          `Install the server's certificate into mTrustedUsers and its root into mroot (not uroot):\n   certmgr -inst -all -store mTrustedUsers -file ./${connect.replace(/:\d+$/, '')}.cer\n   certmgr -inst -all -store mroot -file ./root.crt`,
          `Установите сертификат сервера в mTrustedUsers, а его корневой — в mroot (не в uroot):\n   certmgr -inst -all -store mTrustedUsers -file ./${connect.replace(/:\d+$/, '')}.cer\n   certmgr -inst -all -store mroot -file ./root.crt`,
        ]
      : [
          `Put the authorities of the server's certificate into ${folder}/ca.pem.`,
          `Положите удостоверяющие центры сертификата сервера в ${folder}/ca.pem.`,
        ],
    [
      `Start it:\n   sudo cp ${folder}/tls_client.service /etc/systemd/system/ && sudo systemctl daemon-reload && sudo systemctl enable --now tls_client`,
      `Запустите:\n   sudo cp ${folder}/tls_client.service /etc/systemd/system/ && sudo systemctl daemon-reload && sudo systemctl enable --now tls_client`,
    ],
    [
      `See whether it leads anywhere:\n   partner-apis doctor astral\n   partner-apis stunnel explain ${folder}/stunnel.log`,
      `Проверьте, ведёт ли он куда-нибудь:\n   partner-apis doctor astral\n   partner-apis stunnel explain ${folder}/stunnel.log`,
    ],
  ];
  return steps.map(([en, ru], index) => `${index + 1}. ${language === 'ru' ? ru : en}\n`).join('');
}
