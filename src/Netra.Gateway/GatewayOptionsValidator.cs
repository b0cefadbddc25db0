using Microsoft.Extensions.Options;

namespace Netra.Gateway;

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private const string Section = "Netra:Gateway:";

    /// <summary>The step of the timer wheel, by which a ping may be late, and as much again for its answer. With less, clients that live are closed.</summary>
    private static readonly TimeSpan MinTimeToAnswer = TimeSpan.FromSeconds(2);

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Require(options.MaxMessageBytes >= 1024, nameof(options.MaxMessageBytes), "must be at least 1024");
        Above0(options.MessagesPerSecond, nameof(options.MessagesPerSecond));
        Above0(options.UserMessagesPerSecond, nameof(options.UserMessagesPerSecond));
        Above0(options.ConnectionsPerUser, nameof(options.ConnectionsPerUser));
        Require(Enum.IsDefined(options.ConnectionPolicy), nameof(options.ConnectionPolicy), "must be Reject or CloseOldest");
        Above0(options.MaxConnections, nameof(options.MaxConnections));
        Above0(options.MaxConcurrentAttaches, nameof(options.MaxConcurrentAttaches));
        Require(options.MaxWaitingAttaches >= 0, nameof(options.MaxWaitingAttaches), "must not be negative");
        Above0(options.AttachWait.Ticks, nameof(options.AttachWait));
        Above0(options.AttachTurn.Ticks, nameof(options.AttachTurn));
        Require(options.MaxRetryAfter >= TimeSpan.FromSeconds(1), nameof(options.MaxRetryAfter), "must be at least one second");
        Above0(options.RequestHeadersTimeout.Ticks, nameof(options.RequestHeadersTimeout));
        Above0(options.MessageTimeout.Ticks, nameof(options.MessageTimeout));
        Above0(options.MessageBytesPerSecond, nameof(options.MessageBytesPerSecond));
        Above0(options.MaxMessageFragments, nameof(options.MaxMessageFragments));
        Above0(options.HeartbeatInterval.Ticks, nameof(options.HeartbeatInterval));
        Require(
            options.HeartbeatTimeout - options.HeartbeatInterval >= MinTimeToAnswer,
            nameof(options.HeartbeatTimeout), $"must be at least {MinTimeToAnswer.TotalSeconds} seconds above HeartbeatInterval");
        Require(options.MaxQueuedFrames >= 16, nameof(options.MaxQueuedFrames), "must be at least 16");
        Require(
            options.MaxQueuedBytes >= options.MaxMessageBytes, nameof(options.MaxQueuedBytes), "must not be below MaxMessageBytes");
        Require(options.MaxHeldEphemeralFrames >= 0, nameof(options.MaxHeldEphemeralFrames), "must not be negative");
        Require(options.MaxHeldEphemeralBytes >= 0, nameof(options.MaxHeldEphemeralBytes), "must not be negative");
        Require(options.MaxUnsentBytes >= 16 * 1024, nameof(options.MaxUnsentBytes), "must be at least 16384");
        Above0(options.SlowConsumerTimeout.Ticks, nameof(options.SlowConsumerTimeout));
        Above0(options.SlowConsumerBytesPerSecond, nameof(options.SlowConsumerBytesPerSecond));
        Above0(options.MaxInboundMessages, nameof(options.MaxInboundMessages));
        Above0(options.MaxInboundBytes, nameof(options.MaxInboundBytes));
        Above0(options.CloseTimeout.Ticks, nameof(options.CloseTimeout));
        Above0(options.LeaseInterval.Ticks, nameof(options.LeaseInterval));
        Above0(options.MaxConcurrentReattaches, nameof(options.MaxConcurrentReattaches));
        Above0(options.FirstRetryDelay.Ticks, nameof(options.FirstRetryDelay));
        Require(options.MaxRetryDelay >= options.FirstRetryDelay, nameof(options.MaxRetryDelay), "must not be below FirstRetryDelay");
        Require(options.MaxRequestBytes >= options.MaxMessageBytes, nameof(options.MaxRequestBytes), "must not be below MaxMessageBytes");
        Require(options.RememberedConnections >= 0, nameof(options.RememberedConnections), "must not be negative");
        foreach (var origin in options.AllowedOrigins)
        {
            Require(
                Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == origin,
                nameof(options.AllowedOrigins), $"'{origin}' is no origin such as https://app.example.com");
        }

        Require(
            options.PublicUrl is null || (Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss"),
            nameof(options.PublicUrl), "must be an address that begins with ws:// or wss://");
        return failures.Build();

        void Above0(long value, string setting) => Require(value > 0, setting, "must be above 0");

        void Require(bool holds, string setting, string rule)
        {
            if (!holds) failures.AddError(rule, Section + setting);
        }
    }
}
