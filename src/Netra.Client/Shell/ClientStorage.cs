using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>What is kept over a restart (docs/client.md, section 10). What fails is told, and the client goes on without. Used by one loop alone.</summary>
internal sealed class ClientStorage
{
    private readonly IClientStore? _store;
    private readonly NetraClientOptions _options;
    private readonly string _prefix;
    private readonly Action<Exception> _failed;
    private readonly CancellationToken _abandoned;
    private IReadOnlyList<OutboxRecord>? _outbox;

    /// <param name="options">The store, and what its keys are made of.</param>
    /// <param name="failed">Is told what the store threw.</param>
    /// <param name="abandoned">Ends calls of the store that take too long at the end.</param>
    public ClientStorage(NetraClientOptions options, Action<Exception> failed, CancellationToken abandoned)
    {
        _abandoned = abandoned;
        _store = options.Store;
        _options = options;
        _failed = failed;
        _prefix = $"netra.{options.Url!.GetLeftPart(UriPartial.Path)}.{options.User}.{options.ClientId}.";
    }

    /// <summary>What a core begins with.</summary>
    public async Task<CoreOptions> LoadAsync()
    {
        var clientId = _options.ClientId ?? await ReadAsync("client_id", ReadName).ConfigureAwait(false);
        if (clientId is null)
        {
            clientId = ClientId.NewId().Value;
            await WriteAsync("client_id", $"\"{clientId}\"").ConfigureAwait(false);
        }

        return new CoreOptions
        {
            ClientId = clientId,
            Start = _options.Start,
            UserId = _options.User,
            Numbers = _options.Numbers,
            Record = await ReadAsync("position", RecordJson.ReadPosition).ConfigureAwait(false),
            Outbox = await ReadAsync("outbox", RecordJson.ReadOutbox).ConfigureAwait(false) ?? [],
        };
    }

    public ValueTask SaveAsync(PositionRecord record) => WriteAsync("position", RecordJson.Write(record));

    /// <summary>Keeps the outbox at the next <see cref="FlushAsync"/>: many messages are sent in a row, and each writes the whole.</summary>
    public void SaveOutbox(IReadOnlyList<OutboxRecord> entries) => _outbox = entries;

    public async ValueTask FlushAsync()
    {
        var entries = _outbox;
        _outbox = null;
        if (entries is not null && _store is not null) await WriteAsync("outbox", RecordJson.Write(entries)).ConfigureAwait(false);
    }

    private static string ReadName(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && ClientId.TryParse(json.GetString(), out var clientId)
            ? clientId.Value
            : throw new MalformedFrameException("client_id");

    private async Task<T?> ReadAsync<T>(string name, Func<JsonElement, T> read) where T : class
    {
        if (_store is null) return null;
        try
        {
            var text = await _store.ReadAsync(_prefix + name, _abandoned).ConfigureAwait(false);
            return text is null ? null : read(JsonElement.Parse(text, ServerFrame.Json));
        }
        catch (Exception exception)
        {
            // The store is the application's: it may throw what it wants.
            _failed(exception);
            return null;
        }
    }

    private async ValueTask WriteAsync(string name, string value)
    {
        if (_store is null) return;
        try
        {
            await _store.WriteAsync(_prefix + name, value, _abandoned).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // As above.
            _failed(exception);
        }
    }
}
