// Check stock, send it in, and wait until ASNA has processed it. Without ASNA_CLIENT_ID it runs against the sandbox.
import {
  AsnaClient,
  asnaDateTime,
  isMessageFailedError,
  isTimeoutError,
  type StockUpload,
} from '@partner-apis/asna';
import { withAsna } from './support/with-asna.ts';

await withAsna(async ({ clientId }) => {
  await using asna = AsnaClient.fromEnv();

  const stock: StockUpload = {
    date: asnaDateTime(new Date()),
    stocks: [
      { prtId: '111445', nnt: 6072, qnt: 5, supInn: '', nds: 0, gnvls: true, prcOptNds: 137.5, prcRet: 170 },
    ],
  };

  const verdict = await asna.schemas.validate('stocks', stock);
  if (!verdict.valid) {
    for (const { field, message } of verdict.errors) console.error(field, message);
    return;
  }

  const sent = await asna.submit({ method: 'POST', path: `/v5/stores/${clientId}/stocks`, body: stock });
  if (sent.state === 'done') {
    console.log('done at once, status', sent.status);
    return;
  }
  console.log('accepted as', sent.messageId);
  try {
    const { statusMessage } = await sent.wait({
      timeoutMs: 5 * 60_000,
      onProgress: ({ state }) => console.log(state),
    });
    console.log(statusMessage);
  } catch (error) {
    if (isMessageFailedError(error)) console.error('not processed:', error.messageStatus.messageId);
    // Waiting again is safe: keep the id and ask later.
    else if (isTimeoutError(error)) console.error('still not done:', sent.messageId);
    else throw error;
  }
});
