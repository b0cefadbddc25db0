export { connect } from './connect.js';
export type { Connection, TokenReason } from './core/actions.js';
export type { Change, PatchOperation, ResetReason } from './core/frames.js';
export type { Json, JsonObject } from './core/json.js';
export type { Numbers } from './core/options.js';
export type { NetraClient } from './netra-client.js';
export { NetraError } from './netra-error.js';
export type { SharedState } from './shared-state.js';
export type { MessageStream } from './shell/message-stream.js';
export type { SocketConstructor, SocketLike } from './shell/socket.js';
export type { KeyValueStore } from './shell/tab-store.js';
export type {
  Accepted, AnyMessages, ChangeOptions, Conflict, ConnectOptions, Handler, MergePatch, Message, MessageOf, TypeOf, Watchable,
} from './types.js';
