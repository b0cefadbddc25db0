using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>
/// A connection to Netra that comes back by itself: it reconnects, resumes, acknowledges, shows no message twice and skips none without a word
/// (docs/client.md). Thread-safe. Events are raised on the client's own loop, or where their cause is: a handler of them must not block.
/// </summary>
public sealed partial class NetraClient : IAsyncDisposable
{
    private readonly ILogger _logger;
    private readonly PayloadJson _json;
    private readonly Driver _driver;
    private readonly DeliveryQueue _queue;
    private readonly Listeners _listeners;
    private readonly ConcurrentDictionary<string, PendingCall> _calls = new();
    private readonly Lazy<Task> _disposal;

    /// <exception cref="ArgumentException">The options are wrong; says everything that is.</exception>
    public NetraClient(NetraClientOptions options)
        : this(options, new WebSocketConnector(options).ConnectAsync)
    {
    }

    internal NetraClient(NetraClientOptions options, SocketConnector connect)
    {
        NetraClientOptionsFaults.ThrowIfAny(options);
        _logger = options.LoggerFactory?.CreateLogger("Netra.Client") ?? NullLogger.Instance;
        _json = new PayloadJson(options.Json);
        _queue = new DeliveryQueue(options, () => ClientLog.HandlerIsSlow(_logger, options.CloseTimeout));
        _listeners = new Listeners(
            (frame, cause) => Tell(new ClientError("listener_failed", $"A handler of {frame.Type} has failed.", frame.Id, cause)),
            () => ClientLog.Deserted(_logger));
        _driver = new Driver(options, connect, new Listener(this));
        State = new SharedState(_json, ChangeAsync, (state, watchers, snapshot) => Raise(state, watchers, snapshot, nameof(SharedState.Changed)));
        _disposal = new Lazy<Task>(EndAsync);
    }

    /// <summary>The state of the connection has changed.</summary>
    public event EventHandler<ConnectionStatus>? ConnectionChanged;

    /// <summary>Messages will not come. Told in the place where they would have come, when the handlers are done with those before.</summary>
    public event EventHandler<SkippedMessages>? Skipped;

    /// <summary>The position was not honoured. Told in its place, as <see cref="Skipped"/> is.</summary>
    public event EventHandler<PositionReset>? Reset;

    /// <summary>What belongs to no call has gone wrong. It is logged too.</summary>
    public event EventHandler<ClientError>? Error;

    /// <summary>What the connection is now.</summary>
    public ConnectionStatus Connection { get; private set; } = new();

    /// <summary>The user's state.</summary>
    public SharedState State { get; }

    /// <summary>
    /// Begins to connect, or ends a wait, and comes back without end until <see cref="DisconnectAsync"/>. No effect while there is a connection. Add handlers
    /// and readers first: a message that nobody hears is passed over, and acknowledged.
    /// </summary>
    public void Connect() => Post(new CoreEvent.Connect());

    /// <summary><see cref="Connect"/>, and waits until there is a connection. Who is cancelled waits no more; the client goes on.</summary>
    /// <exception cref="NetraException">The connection is closed for good, or was disconnected meanwhile.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Settle(object? sender, ConnectionStatus status)
        {
            if (status.State == ConnectionState.Connected) settled.TrySetResult();
            else if (status.State is ConnectionState.Closed or ConnectionState.Disconnected) settled.TrySetException(ClosedBy(status));
        }

        ConnectionChanged += Settle;
        try
        {
            if (!await _driver.PostAsync(new CoreEvent.Connect(), null, cancellationToken).ConfigureAwait(false)) throw Over();
            if (Connection.State == ConnectionState.Connected) return;
            await settled.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ConnectionChanged -= Settle;
        }
    }

    /// <summary>Acknowledges what is handled and closes. What waits to be sent keeps waiting, and what has come still reaches its handlers.</summary>
    public Task DisconnectAsync() => _driver.DisconnectAsync();

    /// <summary>The network or the machine is back: tries at once, or looks whether the connection lives.</summary>
    public void Wake() => Post(new CoreEvent.Wake());

    /// <summary>Acknowledges at once what is handled; for a process that may be stopped without another word.</summary>
    public void Acknowledge() => Post(new CoreEvent.Hide());

    /// <summary>
    /// Hears the messages of a type, in order, one at a time over all types. A message is handled, and acknowledged, when the handler is done. What it throws is
    /// told by <see cref="Error"/>, and the message counts as handled.
    /// </summary>
    /// <param name="type">The type.</param>
    /// <param name="handler">Its token is cancelled when the client is disposed; a handler that ends by it gets the message again, from the next client.</param>
    /// <returns>Ends it.</returns>
    public IDisposable On<T>(string type, Func<NetraMessage<T>, CancellationToken, ValueTask> handler) => On(type, _json.TypeOf<T>(), handler);

    /// <inheritdoc cref="On{T}(string, Func{NetraMessage{T}, CancellationToken, ValueTask})"/>
    public IDisposable On<T>(string type, Func<NetraMessage<T>, Task> handler) =>
        On<T>(type, (message, _) => new ValueTask(handler(message)));

    /// <inheritdoc cref="On{T}(string, Func{NetraMessage{T}, CancellationToken, ValueTask})"/>
    public IDisposable On<T>(string type, Action<NetraMessage<T>> handler) => On<T>(type, (message, _) =>
    {
        handler(message);
        return ValueTask.CompletedTask;
    });

    /// <inheritdoc cref="On{T}(string, Func{NetraMessage{T}, CancellationToken, ValueTask})"/>
    /// <param name="type">The type.</param>
    /// <param name="payload">How the payload is read.</param>
    /// <param name="handler">As above.</param>
    public IDisposable On<T>(string type, JsonTypeInfo<T> payload, Func<NetraMessage<T>, CancellationToken, ValueTask> handler) => _listeners.Add(
        type, (frame, cancelled) => handler(NetraMessage<T>.Of(frame, PayloadJson.Read(frame.Payload, payload)!), cancelled));

    /// <summary>
    /// Every message from this call on, for one <c>await foreach</c>. One is handled when the loop asks for the next, or ends. The loop ends with
    /// <see cref="DisconnectAsync"/>. Messages behind the end of the loop wait for the next reader or handler.
    /// </summary>
    /// <exception cref="NetraException">In the loop: the connection is closed for good (<c>closed</c>).</exception>
    public IAsyncEnumerable<NetraMessage<JsonElement>> ReadAllAsync(CancellationToken cancellationToken = default) => _listeners.AddReader(cancellationToken);

    /// <summary>Sends a message. Completes when it is durably accepted, however many connections that takes.</summary>
    /// <param name="type">Not one of the protocol's own.</param>
    /// <param name="payload">Becomes a JSON object.</param>
    /// <param name="id">The same id is accepted once; by default a new one.</param>
    /// <param name="cancellationToken">Ends the waiting, not the sending.</param>
    /// <exception cref="ArgumentException">The type is reserved or not 1 to 64 characters, the id is not 1 to 128 or begins with <c>netra:</c>, or the payload is no object.</exception>
    /// <exception cref="NetraException">It can't be accepted; <see cref="NetraException.Code"/> says why.</exception>
    public Task<Accepted> SendAsync<T>(string type, T payload, string? id = null, CancellationToken cancellationToken = default) =>
        SendAsync(type, payload, _json.TypeOf<T>(), id, cancellationToken);

    /// <inheritdoc cref="SendAsync{T}(string, T, string, CancellationToken)"/>
    /// <param name="type">Not one of the protocol's own.</param>
    /// <param name="payload">Becomes a JSON object.</param>
    /// <param name="payloadType">How it does.</param>
    /// <param name="id">The same id is accepted once; by default a new one.</param>
    /// <param name="cancellationToken">Ends the waiting, not the sending.</param>
    public Task<Accepted> SendAsync<T>(string type, T payload, JsonTypeInfo<T> payloadType, string? id = null, CancellationToken cancellationToken = default)
    {
        if (!FrameTypes.IsValid(type) || FrameTypes.IsReserved(type) || !WellFormedText.IsWellFormed(type))
            throw new ArgumentException($"'{type}' is no type of an application.", nameof(type));
        if (id is not null && !IsId(id))
            throw new ArgumentException($"An id has 1 to {MessageId.MaxLength} characters and does not begin with '{OwnIds.Prefix}'.", nameof(id));
        id ??= MessageId.NewId();
        return CallAsync(id, null, new CoreEvent.Send(id, type, PayloadJson.Write(payload, payloadType)), cancellationToken);
    }

    /// <summary>Waits for the handler at work, disconnects and keeps what is to be kept, each for <see cref="NetraClientOptions.CloseTimeout"/> at most. Calls that wait fail with <c>closed</c>.</summary>
    public async ValueTask DisposeAsync() => await _disposal.Value.ConfigureAwait(false);

    private static bool IsId(string id) => MessageId.IsValid(id) && WellFormedText.IsWellFormed(id) && !id.StartsWith(OwnIds.Prefix, StringComparison.Ordinal);

    private async Task EndAsync()
    {
        // The handler first: what it is done with is acknowledged then.
        await _queue.DisposeAsync().ConfigureAwait(false);
        await _driver.DisposeAsync().ConfigureAwait(false);
        _listeners.EndReaders(null);
        RejectCalls(Over());
    }
}
