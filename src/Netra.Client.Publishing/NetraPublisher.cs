using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Netra.Client.Publishing;

/// <summary>
/// The server API of Netra (section 7 of its protocol). Thread-safe; one is enough for a program. Calls throw <see cref="NetraApiException"/> when the server answers with
/// an error, <see cref="HttpRequestException"/> when it can't be reached or the connection breaks, <see cref="TimeoutException"/> when it does not answer in time,
/// <see cref="ArgumentException"/> for what it would refuse whatever comes, and <see cref="OperationCanceledException"/>.
/// </summary>
/// <remarks>
/// Made by <see cref="NetraPublisherServiceCollectionExtensions.AddNetraPublisher"/>, it tries calls again that failed for a passing reason. Around an <see cref="HttpClient"/>
/// of the application's own it tries what that tries; the messages of a batch that the server could not take now are sent again in any case.
/// </remarks>
public sealed partial class NetraPublisher
{
    private readonly ApiTransport _api;
    private readonly NetraPublisherOptions _options;
    private readonly ILogger<NetraPublisher> _logger;

    /// <param name="http">Sends the calls. It stays the caller's.</param>
    /// <param name="options">Where to, and with which key. Read once.</param>
    /// <param name="logger">What it logs to; null: nowhere.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="OptionsValidationException">The options are wrong.</exception>
    public NetraPublisher(HttpClient http, NetraPublisherOptions options, ILogger<NetraPublisher>? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        NetraPublisherOptionsValidator.ThrowIfWrong(new NetraPublisherOptionsValidator(), options);
        _options = options;
        _logger = logger ?? NullLogger<NetraPublisher>.Instance;
        Time = timeProvider ?? TimeProvider.System;
        _api = new ApiTransport(http, options, Time);
    }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; }

    /// <summary>What sends batches for one pump.</summary>
    internal BatchSender NewBatchSender() => new(_api, _options, Time, _logger);

    /// <summary>What the server tells clients before they connect. Needs no scope.</summary>
    public Task<ServerConfig> GetServerConfigAsync(CancellationToken cancellationToken = default) =>
        _api.AskAsync(new ApiCall("config", HttpMethod.Get, "config"), ApiJson.Default.ServerConfig, cancellationToken);
}
