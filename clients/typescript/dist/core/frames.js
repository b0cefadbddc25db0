/** A payload whose shape the protocol fixes. The server is believed here: a frame that breaks its own protocol is a fault of the server. */
export function payloadOf(frame) {
    return frame.payload;
}
