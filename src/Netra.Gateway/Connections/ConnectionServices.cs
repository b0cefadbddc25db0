using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netra.Gateway;

/// <summary>What every connection of a gateway shares.</summary>
internal sealed class ConnectionServices(
    IOptions<GatewayOptions> options,
    IUserDirectory users,
    TokenValidator tokens,
    PlanTable plans,
    ILocalSiloDetails silo,
    TimerWheel wheel,
    TimeProvider time,
    GatewayInstruments instruments,
    TraceGate traces,
    ILogger<Connection> logger)
{
    public GatewayOptions Options { get; } = options.Value;

    public IUserDirectory Users => users;

    public TokenValidator Tokens => tokens;

    public PlanTable Plans => plans;

    /// <summary>This gateway, as the grains know it.</summary>
    public SiloAddress Gateway => silo.SiloAddress;

    public TimerWheel Wheel => wheel;

    public TimeProvider Time => time;

    public GatewayInstruments Instruments => instruments;

    public TraceGate Traces => traces;

    public ILogger Logger => logger;

    public long NowUs() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
