using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// Where traces begin: decides once for each call of the server API and each message of a client, by its <c>traceparent</c> or by chance. Behind it whatever has a
/// trace is recorded, and what has none costs nothing.
/// </summary>
/// <remarks>
/// Not by a sampler of OpenTelemetry: one is asked when a span is made, and its "no" at the beginning of a trace is an object too. Not by the spans of ASP.NET Core
/// either: a socket's would live as long as the socket.
/// </remarks>
internal sealed class TraceGate(IOptions<TracingOptions> options, TimeProvider time)
{
    /// <summary>By W3C a <c>tracestate</c> of this length is passed on; a longer one is dropped.</summary>
    private const int MaxStateLength = 512;

    private readonly double _ratio = options.Value.SampleRatio;
    private readonly TraceBound _calls = new(options.Value.CallerTracesPerSecond, time);
    private readonly TraceBound _messages = new(options.Value.CallerTracesPerSecond, time);
    private readonly TraceBound _replays = new(options.Value.CallerTracesPerSecond, time);

    /// <summary>Begins the span of a call whose caller may make it. It is <see cref="Activity.Current"/> until it is disposed; null when nothing is recorded.</summary>
    public Activity? BeginCall(HttpContext context)
    {
        if (!NetraTracing.Source.HasListeners()) return null;
        // An application that instruments ASP.NET Core has decided already.
        var (caller, state) = NetraTracing.Decided is { } outer
            ? (outer.Id, outer.TraceStateString)
            : (Only(context.Request.Headers.TraceParent), StateOf(context.Request.Headers.TraceState));
        if (!TryBegin(_calls, caller, state, out var parent)) return null;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        // Without a parent the current one would be it.
        var current = Activity.Current;
        Activity.Current = null;
        var span = NetraTracing.Source.StartActivity($"{context.Request.Method} {route}", ActivityKind.Server, parent);
        if (span is null) Activity.Current = current;
        return span?.SetTag("http.request.method", context.Request.Method).SetTag("http.route", route);
    }

    /// <summary>Counts the users of a batch against what callers may ask for: each has spans of its own.</summary>
    public void ChargeForUsers(int users)
    {
        if (users > 1 && NetraTracing.Current is { HasRemoteParent: true }) _calls.Charge(users - 1);
    }

    /// <summary>Begins the span of a client's message, which ends with its answer (<see cref="NetraTracing.EndDetached"/>); null when nothing is recorded.</summary>
    public Activity? BeginMessage(in ClientFrame frame, ConnectionIdentity connection)
    {
        if (!NetraTracing.Source.HasListeners() || !TryBegin(_messages, frame.TraceParent, state: null, out var parent)) return null;
        var span = NetraTracing.BeginDetached("netra.receive", ActivityKind.Server, parent);
        span?.SetTag("messaging.system", "netra")
            .SetTag("messaging.operation.name", "receive")
            .SetTag("messaging.operation.type", "receive")
            .SetTag("netra.message.type", frame.Type)
            .SetTag("netra.connection_id", connection.Id.ToString())
            .SetTag("user.id", connection.User.Value);
        if (frame.Id is { } id) span?.SetTag("messaging.message.id", id);
        return span;
    }

    /// <summary>Begins the span of a frame that is on its way to a socket; null when nothing is recorded.</summary>
    public Activity? BeginDelivery(FrameTrace trace, ConnectionIdentity connection, bool isReplay)
    {
        if (!NetraTracing.Source.HasListeners() || (isReplay && !_replays.TryTake())) return null;
        var origin = trace.Context.ToActivityContext();
        // A replay may come days later, and as often as the client asks: a trace of its own.
        var span = isReplay
            ? NetraTracing.BeginDetached("netra.deliver", ActivityKind.Consumer, default, links: [new ActivityLink(origin)])
            : NetraTracing.BeginDetached("netra.deliver", ActivityKind.Consumer, origin);
        span?.SetTag("messaging.system", "netra")
            .SetTag("messaging.operation.name", "deliver")
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.batch.message_count", trace.Count)
            .SetTag("netra.delivery", isReplay ? "catch_up" : "live")
            .SetTag("netra.connection_id", connection.Id.ToString())
            .SetTag("user.id", connection.User.Value);
        if (trace.FirstSeq > 0) span?.SetTag("netra.seq", trace.LastSeq);
        return span;
    }

    /// <summary>Whether a trace is recorded, and what it is a part of: the default when it begins here.</summary>
    private bool TryBegin(TraceBound bound, string? caller, string? state, out ActivityContext parent)
    {
        parent = default;
        if (!TraceParent.TryParse(caller, out var text, out var isSampled)) return Random.Shared.NextDouble() < _ratio;
        return isSampled && bound.TryTake() && ActivityContext.TryParse(text, state, isRemote: true, out parent);
    }

    private static string? Only(StringValues header) => header.Count == 1 ? header[0] : null;

    private static string? StateOf(StringValues header)
    {
        if (header.Count == 0) return null;
        var state = header.ToString();
        return state.Length is > 0 and <= MaxStateLength && !state.AsSpan().ContainsAnyExceptInRange(' ', '~') ? state : null;
    }
}
