import { form, rowButton } from './forms.ts';
import { chains } from './graph.ts';
import { html, shortId, table } from './html.ts';
import { number, text, type Section } from './section.ts';

const astral: Section = {
  id: 'astral',
  title: 'Astral',
  live: ({ astral: { participants, events, packets } }) =>
    html` ${table(
        'Queues',
        ['Participant', 'Id', 'Held polls', 'Waiting', 'Handed out', 'Confirmed'],
        participants.map(({ name, id, polls, waiting, handedOut, confirmed }) => [
          name,
          shortId(id),
          polls,
          waiting,
          handedOut,
          confirmed,
        ]),
      )}
      <div class="pane" tabindex="0" role="region" aria-label="Chains of events">
        <h3>Chains of events</h3>
        ${chains(events)}
      </div>
      ${table(
        'Events',
        ['Id', 'Code', 'From', 'To'],
        events
          .toReversed()
          .map(({ id, code, producer, consumers }) => [
            shortId(id),
            code,
            producer,
            consumers.map(({ participant, progress }) => `${participant}: ${progress}`).join(', '),
          ]),
      )}
      ${table(
        'Packets',
        ['Id', 'Owner', 'Files'],
        packets
          .toReversed()
          .map(({ id, owner, files }) => [
            shortId(id),
            owner,
            files.map(({ name, size }) => `${name} (${size} bytes)`).join(', '),
          ]),
      )}`,
  forms: form(
    'publish-event',
    'Publish event',
    [
      text('code', 'Code', { required: true }),
      text('data', 'Data (JSON)', { type: 'area', value: '{}' }),
      text('consumer', 'To (name or id)', { value: 'partner' }),
      text('parent', 'Parent (id)'),
    ],
    'astral',
  ),
};

const stormwall: Section = {
  id: 'stormwall',
  title: 'Stormwall',
  live: ({ stormwall: { accounts, services, softErrors } }) =>
    html` ${table(
      'Accounts',
      ['Account', 'Tokens'],
      accounts.map(({ name, tokens }) => [name, tokens]),
    )}
    ${table(
      'Services and domains',
      ['Service', 'Account', 'Domain', 'Blacklist'],
      services.flatMap(({ id, name, account, domains }) =>
        domains.map((domain) => [
          `${id} ${name}`,
          account,
          `${domain.id} ${domain.name}${domain.enabled ? '' : ' (off)'}`,
          domain.blacklist.join(', '),
        ]),
      ),
    )}
    ${table(
      'Soft errors armed',
      ['Operation', 'Errors', 'Answers left'],
      softErrors.map(({ operation, errors, left }) => [operation, JSON.stringify(errors), left ?? 'no end']),
    )}`,
  forms: form(
    'soft-errors',
    'Arm soft error',
    [
      text('type', 'Type', { value: 'DDOS' }),
      text('code', 'Code', { required: true }),
      text('operation', 'Operation'),
      number('times', 'Times'),
    ],
    'stormwall',
  ),
};

const EVENTS = [
  'stocks_full',
  'stocks_updates',
  'preorders_full',
  'preorders_updates',
  'orders_updates_store',
  'orders_updates_site',
];

const asna: Section = {
  id: 'asna',
  title: 'ASNA',
  live: ({ asna: { tokens, subscriptions, deliveries, messages, orders, stocks } }) =>
    html` ${table(
      'Orders',
      ['Number', 'Order', 'Store', 'Statuses', 'Rows', 'Changed'],
      orders
        .toReversed()
        .map(({ num, orderId, storeId, statuses, rows, ts }) => [
          num,
          shortId(orderId),
          shortId(storeId),
          statuses.join(' → '),
          rows,
          ts,
        ]),
    )}
    ${table(
      'Stock',
      ['Store', 'Rows'],
      stocks.map(({ storeId, rows }) => [shortId(storeId), rows]),
    )}
    ${table(
      'Tokens',
      ['Client', 'Good until'],
      tokens.map(({ client, expires }) => [client, expires]),
    )}
    ${table(
      'Subscriptions',
      ['Event', 'Client id', 'Address'],
      subscriptions.map(({ event, clientId, url }) => [event, shortId(clientId), url]),
    )}
    ${table(
      'Webhook deliveries',
      ['Event', 'Address', 'Package', 'Try', 'Result', 'Again'],
      deliveries
        .toReversed()
        .map(({ place, event, url, messageId, attempt, status, error }) => [
          event,
          html`<span class="wrap">${url}</span>`,
          shortId(messageId),
          attempt,
          status ?? error ?? '',
          rowButton('deliver-again', 'place', place, 'Deliver again', `number ${place + 1}`, 'asna'),
        ]),
    )}
    ${table(
      'Packages',
      ['Package', 'Status', 'Since', 'There at'],
      messages
        .toReversed()
        .map(({ messageId, statusId, statusMessage, statusDate, done }) => [
          shortId(messageId),
          `${statusId} ${statusMessage}`,
          statusDate,
          done ?? 'arrived',
        ]),
    )}`,
  forms: form(
    'fire-webhook',
    'Fire webhook',
    [
      text('event', 'Event', { options: EVENTS }),
      text('message', 'Message', { options: ['Processed', 'Error'] }),
      text('clientId', 'Client id'),
      text('messageId', 'Package id'),
    ],
    'asna',
  ),
};

const reestro: Section = {
  id: 'reestro',
  title: 'Reestro',
  live: ({ reestro: { organizations, cursors } }) =>
    html` ${table(
      'Feed',
      ['Organization', 'Event', 'Date', 'Kind'],
      organizations.flatMap(({ name, feed }) =>
        feed.toReversed().map(({ eventId, eventDate, kind }) => [name, shortId(eventId), eventDate, kind]),
      ),
    )}
    ${table(
      'Objects',
      ['Organization', 'Kind', 'Id', 'State', 'Version'],
      organizations.flatMap(({ name, objects }) =>
        objects.toReversed().map(({ kind, id, state, version }) => [name, kind, shortId(id), state, version]),
      ),
    )}
    ${table(
      'Stored files',
      ['Organization', 'Content', 'Bytes', 'MD5'],
      organizations.flatMap(({ name, contents }) =>
        contents.toReversed().map(({ contentId, bytes, md5 }) => [name, shortId(contentId), bytes, md5]),
      ),
    )}
    ${table(
      'Cursors seen',
      ['Organization', 'Cursor', 'Requests', 'Last seen'],
      cursors
        .toReversed()
        .map(({ organization, cursor, requests, at }) => [
          organizations.find(({ orgId }) => orgId === organization)?.name ?? organization,
          shortId(cursor),
          requests,
          new Date(at).toISOString(),
        ]),
    )}`,
  forms: form(
    'add-feed-event',
    'Add feed event',
    [text('kind', 'Kind', { options: ['released', 'rejected', 'signed'] }), number('count', 'How many', '1')],
    'reestro',
  ),
};

/** A section for each vendor. */
export const vendorSections: readonly Section[] = [astral, stormwall, asna, reestro];
