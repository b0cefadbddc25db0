// What is checked here is checked by the compiler: a line under @ts-expect-error that is no error fails the build.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, type Message, type MessageOf, type NetraClient } from '../../src/index.js';
import { FakeSocket } from '../tools/fake-socket.js';

interface Incoming {
  order_shipped: { order: number };
  greeting: { text: string };
}

interface Outgoing {
  chat_message: { content: string };
}

interface Preferences {
  theme: string;
  size?: number;
}

function typed(client: NetraClient<Incoming, Outgoing, Preferences>): void {
  client.on('order_shipped', message => {
    const order: number = message.payload.order;
    // @ts-expect-error no such member
    message.payload.text;
    return void order;
  });
  // @ts-expect-error no such type of messages
  client.on('order_shiped', () => undefined);
  // @ts-expect-error a type that is only sent
  client.on('chat_message', () => undefined);
  void client.send('chat_message', { content: 'hi' });
  // @ts-expect-error no such type of messages
  void client.send('chat', { content: 'hi' });
  // @ts-expect-error a type that only comes
  void client.send('greeting', { text: 'hi' });
  // @ts-expect-error another payload
  void client.send('chat_message', { text: 'hi' });
  void client.state.patch({ theme: null, size: 3 });
  // @ts-expect-error no such member
  void client.state.patch({ colour: 'red' });
  // @ts-expect-error nothing of that name happens
  client.watch('closed', () => undefined);
  client.watch('connection', connection => {
    if (connection.state === 'waiting') return void connection.in_ms;
    // @ts-expect-error there is no time to wait for
    return void connection.in_ms;
  });
}

function narrowed(message: MessageOf<Incoming>): string {
  return message.type === 'greeting' ? message.payload.text : String(message.payload.order);
}

function symmetric(client: NetraClient<Outgoing>): void {
  client.on('chat_message', (message: Message<'chat_message', { content: string }>) => void message);
  void client.send('chat_message', { content: 'hi' });
}

test('connect_WithoutAMap_TakesAnyType', () => {
  const client = connect({ url: 'ws://localhost/ws', token: 't', webSocket: FakeSocket });
  client.on('whatever', message => void message.payload['anything']);
  client.disconnect();
  assert.equal(client.connection.state, 'disconnected');
  assert.equal([typed, narrowed, symmetric].length, 3);
});
