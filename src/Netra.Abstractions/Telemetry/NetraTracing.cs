using System.Diagnostics;

namespace Netra.Abstractions;

/// <summary>The one source of spans, and how they are begun. What is not recorded has no object at all. The spans are documented in docs/traces.md.</summary>
internal static class NetraTracing
{
    /// <summary>The name of the source.</summary>
    public const string Name = "Netra";

    public static readonly ActivitySource Source = new(Name);

    /// <summary>What happens now is a part of; null where nothing is recorded, which is nearly always.</summary>
    public static Activity? Current => Source.HasListeners() && Decided is { Recorded: true } current ? current : null;

    /// <summary>The activity around what happens now, where a source made it: whether it is recorded has been decided.</summary>
    /// <remarks>
    /// One of no source is recorded by nobody, whatever its flag says: ASP.NET Core makes one for the scopes of its logs, with the flag of the caller, who would be heeded
    /// without a bound.
    /// </remarks>
    public static Activity? Decided => Activity.Current is { Source.Name.Length: > 0 } current ? current : null;

    /// <summary>Begins a span that is <see cref="Activity.Current"/> until it is disposed: in an asynchronous method, which keeps that to itself. Null where there is nothing to record.</summary>
    public static Activity? Begin(string name, ActivityKind kind, TraceContext? parent)
    {
        if (parent is null || !Source.HasListeners()) return null;
        return Recorded(Source.StartActivity(name, kind, parent.ToActivityContext()));
    }

    /// <summary>Begins a span that is ended by <see cref="EndDetached"/>, on whatever thread, and is never <see cref="Activity.Current"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="parent">What it is a part of; the default for the first of a trace.</param>
    /// <param name="startTime">When it began; the default for now.</param>
    /// <param name="links">Other spans that it has to do with.</param>
    public static Activity? BeginDetached(string name, ActivityKind kind, ActivityContext parent, DateTimeOffset startTime = default, IEnumerable<ActivityLink>? links = null)
    {
        var current = Activity.Current;
        // Without a parent the current one would be it; and it is what would be current when this ends.
        Activity.Current = null;
        try
        {
            return Recorded(Source.StartActivity(name, kind, parent, links: links, startTime: startTime));
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Ends what <see cref="BeginDetached"/> began.</summary>
    public static void EndDetached(Activity? span)
    {
        if (span is null) return;
        var current = Activity.Current;
        span.Stop();
        Activity.Current = current;
    }

    /// <summary>
    /// For the first line of an asynchronous method that may be begun within a span and goes on when that is over: what it does is nobody's part.
    /// </summary>
    public static void Leave() => Activity.Current = null;

    /// <summary>Says that it failed, by the name of what was thrown: its text may have more in it than a trace should.</summary>
    public static void Fail(Activity? span, Exception exception) => Fail(span, exception.GetType().Name);

    /// <summary>Says that it failed.</summary>
    public static void Fail(Activity? span, string why) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", why);

    /// <summary>A listener may ask for a span whose parts it does not want.</summary>
    private static Activity? Recorded(Activity? span)
    {
        if (span is null or { Recorded: true }) return span;
        span.Stop();
        return null;
    }
}
