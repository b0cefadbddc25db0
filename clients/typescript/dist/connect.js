import { NetraClient } from './netra-client.js';
/**
 * Begins a connection that comes back by itself until `disconnect`. It opens when the present turn is over, so handlers that are added at once miss nothing.
 * @typeParam Receive a map from the types of messages that come to their payloads
 * @typeParam Send the same for messages that are sent; by default the same map
 * @typeParam State the user's state
 */
export function connect(options) {
    const client = new NetraClient(options);
    client.connect();
    return client;
}
