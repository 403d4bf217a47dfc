/** Bodies as the manuals describe them, by operation; ids and names are our own. */
export const examples: Readonly<Record<string, { readonly request?: unknown; readonly response?: unknown }>> =
  {
    'events.publish': {
      request: {
        events: [
          {
            code: 'signature.requested',
            consumer: ['5d41402abc4b2a76b9719d911017c592'],
            data: { packet: '7d793037a0760186574b0282f2f435e7' },
          },
        ],
      },
      response: {
        status: 200,
        type: 'about:blank',
        title: 'OK',
        events: [
          {
            id: '9e107d9d372bb6826bd81d3542a419d6',
            code: 'signature.requested',
            producer: 'e4d909c290d0fb1ca068ffaddf22cbd0',
            consumer: ['5d41402abc4b2a76b9719d911017c592'],
            data: { packet: '7d793037a0760186574b0282f2f435e7' },
          },
        ],
      },
    },
    'events.poll': { response: eventsAnswer() },
    'events.get': { response: eventsAnswer() },
    'events.confirm': {
      request: { events_id: ['9e107d9d372bb6826bd81d3542a419d6'] },
      response: { status: 200, type: 'about:blank', title: 'OK', count: 1 },
    },
    'packets.upload': { response: { ...outcome(), packet: packet() } },
    'packets.get': { response: { ...outcome(), packet: packet() } },
    'files.get': { response: { ...outcome(), file: file() } },
    'services.list': {
      response: {
        error_list: [],
        total_count: 1,
        max_count: 1,
        offset: 0,
        limit: 30,
        count: 1,
        list: [{ service_id: 4, service_name: 'Website protection' }],
      },
    },
    'webhooks.getKey': { response: { secret: 'the key of the signatures' } },
    'subscriptions.create': { request: subscription() },
    'subscriptions.update': { request: subscription() },
    'subscriptions.delete': { request: { clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' } },
    'messages.getStatus': {
      response: {
        id: 17,
        messageId: '21ec2020-3aea-4069-a2dd-08002b30309d',
        statusId: 2,
        statusMessage: null,
        statusDate: '2026-11-30T09:00:00.0000000+03:00',
      },
    },
    'crypto.events.list': {
      response: {
        lastEventId: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
        events: [
          {
            eventId: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
            eventDate: '2026-11-30T06:00:00.0000000Z',
            certificateId: '886313e1-3b8a-4372-9b90-0c9aee199e5d',
            certificateFormEvent: {
              formState: 'Released',
              certificate: {
                contentId: '0f8fad5b-d9cb-469f-a165-70867728950e',
                contentType: 'cer',
                md5: '9E107D9D372BB6826BD81D3542A419D6',
              },
            },
          },
        ],
      },
    },
  };

function outcome() {
  return { status: 200, type: 'about:blank', title: 'OK', detail: null };
}

function eventsAnswer() {
  return {
    status: 200,
    type: 'about:blank',
    title: 'OK',
    events: [
      {
        id: '9e107d9d372bb6826bd81d3542a419d6',
        code: 'signature.verified',
        producer: 'e4d909c290d0fb1ca068ffaddf22cbd0',
        parent: '0cc175b9c0f1b6a831c399e269772661',
        consumer: ['5d41402abc4b2a76b9719d911017c592'],
        data: { valid: true },
      },
    ],
  };
}

function file() {
  return {
    id: '92eb5ffee6ae2fec3ad71c777531578f',
    name: 'договор.pdf',
    size: 48_213,
    mime: 'application/pdf',
    created: '2026-11-30',
    updated: '2026-11-30',
    acl: { owner: 'e4d909c290d0fb1ca068ffaddf22cbd0', access: {} },
  };
}

function packet() {
  return {
    id: '7d793037a0760186574b0282f2f435e7',
    created: '2026-11-30',
    updated: '2026-11-30',
    files: [file()],
    acl: { owner: 'e4d909c290d0fb1ca068ffaddf22cbd0', access: {} },
  };
}

function subscription() {
  return { clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', url: 'https://pharmacy.example/webhooks/asna' };
}
