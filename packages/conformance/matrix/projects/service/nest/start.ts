import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Webhooks } from './report.js';

export async function start(module: Type) {
  // What is signed are the bytes as they came: `rawBody` keeps them.
  const app = await NestFactory.create(module, { rawBody: true, logger: ['error', 'warn'] });
  app.use('/webhooks/asna', app.get(Webhooks).receiver.express());
  app.enableShutdownHooks();
  await app.listen(0, '127.0.0.1');
  console.log(await app.getUrl());
}
