import type { JsonObject } from './core/json.js';
import { NetraClient } from './netra-client.js';
import type { AnyMessages, ConnectOptions } from './types.js';
/**
 * Begins a connection that comes back by itself until `disconnect`. It opens when the present turn is over, so handlers that are added at once miss nothing.
 * @typeParam Receive a map from the types of messages that come to their payloads
 * @typeParam Send the same for messages that are sent; by default the same map
 * @typeParam State the user's state
 */
export declare function connect<Receive extends object = AnyMessages, Send extends object = Receive, State extends object = JsonObject>(options: ConnectOptions): NetraClient<Receive, Send, State>;
