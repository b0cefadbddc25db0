namespace Netra.Client;

/// <summary>
/// Where a client keeps what it needs to go on after a restart: its name, its position, and what waits to be sent. It is called by one client at a time, one
/// call at a time. What it throws is told as <c>storage_failed</c>, and the client goes on without.
/// </summary>
public interface IClientStore
{
    /// <summary>The value of a key; null when there is none.</summary>
    /// <param name="key">Names the server, the user and what is kept. Any characters; a few hundred at most.</param>
    /// <param name="cancellationToken">Cancelled when the end of the client has waited for long enough.</param>
    ValueTask<string?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps a value in the place of the one before, all of it or nothing.</summary>
    /// <param name="key">As in <see cref="ReadAsync"/>.</param>
    /// <param name="value">JSON. Never a token.</param>
    /// <param name="cancellationToken">As in <see cref="ReadAsync"/>.</param>
    ValueTask WriteAsync(string key, string value, CancellationToken cancellationToken);
}
