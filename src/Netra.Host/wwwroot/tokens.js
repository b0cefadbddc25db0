// Access tokens from the development endpoint. A real page gets its tokens from its own back end.

const RENEW_BEFORE_MS = 60_000;

/** The server refuses to give a token, so that asking again is no use. */
export class TokenRefused extends Error {}

/** The token of one user, shared by the panes and renewed before it expires. */
export class Tokens {
  #user;
  #token = null;
  #expiresAt = 0;
  #asking = null;

  /** @param {string} user */
  constructor(user) {
    this.#user = user;
  }

  /**
   * A token that is valid for a while.
   * @param {string | null} refused the token that the server did not accept, so that this one is not given again
   */
  async get(refused = null) {
    if (this.#token && this.#token !== refused && this.#expiresAt - Date.now() > RENEW_BEFORE_MS) return this.#token;
    this.#asking ??= this.#ask().finally(() => { this.#asking = null; });
    return this.#asking;
  }

  /** A new token, whatever the present one is worth. */
  renew() {
    return this.get(this.#token);
  }

  async #ask() {
    const response = await fetch('/dev/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user_id: this.#user }),
    });
    if (!response.ok) {
      const text = `POST /dev/token answered ${response.status}`;
      const mayPass = response.status >= 500 || response.status === 429;
      throw mayPass ? new Error(text) : new TokenRefused(`${text}; the host gives tokens in development only`);
    }

    const answer = await response.json();
    this.#token = answer.token;
    this.#expiresAt = answer.expires_at;
    return this.#token;
  }
}
