/** The one socket of a client. After `close` and after the next `open` nothing more is heard of the one before. */
export class Socket {
    #make;
    #listener;
    #socket = null;
    constructor(make, listener) {
        this.#make = make;
        this.#listener = listener;
    }
    open(url) {
        const socket = new this.#make(url, 'netra.v1');
        this.#socket = socket;
        socket.addEventListener('message', event => {
            if (this.#socket === socket)
                this.#listener.message(event.data);
        });
        socket.addEventListener('close', event => {
            if (this.#socket !== socket)
                return;
            this.#socket = null;
            this.#listener.closed(event.code, event.reason);
        });
        // A close follows each error and says what there is to say.
        socket.addEventListener('error', () => undefined);
    }
    send(text) {
        this.#socket?.send(text);
    }
    close(code) {
        const socket = this.#socket;
        this.#socket = null;
        socket?.close(code);
    }
}
