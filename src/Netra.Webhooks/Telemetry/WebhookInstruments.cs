using System.Diagnostics;
using System.Diagnostics.Metrics;
using Netra.Abstractions;

namespace Netra.Webhooks;

/// <summary>Counts and times calls by route and outcome. Neither a user nor a type of message is a tag.</summary>
internal sealed class WebhookInstruments
{
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;

    public WebhookInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(NetraMeter.Name);
        _calls = meter.CreateCounter<long>("netra.webhook.calls", "{call}", "Calls of webhooks, each with all its tries.");
        _duration = meter.CreateDuration("netra.webhook.duration", "How long calls of webhooks took, with all their tries and pauses.");
    }

    public void Record(string route, WebhookOutcome outcome, TimeSpan duration)
    {
        var tags = new TagList { { "netra.webhook.route", route }, { "netra.webhook.outcome", outcome.TagName() } };
        _calls.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
    }
}
