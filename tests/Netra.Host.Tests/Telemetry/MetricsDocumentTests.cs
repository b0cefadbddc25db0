using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Netra.Webhooks;

namespace Netra.Host.Tests;

/// <summary>The page docs/metrics.md has every instrument of the code, and no other.</summary>
[Collection(nameof(DocumentedHost))]
public sealed class MetricsDocumentTests(DocumentedHost documented)
{
    private static readonly IReadOnlyList<DocumentedMetric> Documented = DocumentedMetric.ReadAll();

    [Fact]
    public async Task Instruments_OfARunningHost_AreThoseOfThePage()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var published = new Dictionary<string, DocumentedMetric>();
        using var listener = new MeterListener();
        // Other tests of this process have meters of that name as well, of other hosts or of none.
        var ofThisHost = documented.Host.App.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Netra" && (instrument.Meter.Scope is null || instrument.Meter.Scope == ofThisHost)) lock (published) published[instrument.Name] = DescriptionOf(instrument);
        };
        listener.Start();
        // Made with the first call of a route.
        documented.Host.App.Services.GetRequiredService<WebhookInstruments>();
        using var tab = await documented.ConnectAsync("alice", patience.Token);
        using var answer = await documented.Api.PostAsJsonAsync("/api/v1/users/alice/messages", new { type = "note" }, patience.Token);
        answer.EnsureSuccessStatusCode();
        await tab.ReadInOrderAsync(1, 1, patience.Token);

        Assert.Equal(
            Documented.OrderBy(metric => metric.Name, StringComparer.Ordinal),
            published.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal));

        using var management = new HttpClient { BaseAddress = new Uri(documented.Host.ManagementUrl) };
        var served = (await management.GetStringAsync(new Uri("/metrics", UriKind.Relative), patience.Token)).Split('\n')
            .Where(line => line.StartsWith("# TYPE netra_", StringComparison.Ordinal))
            .Select(line => line.Split(' ') is [_, _, var name, var kind] ? (name, kind) : default)
            .ToList();
        Assert.NotEmpty(served);
        Assert.Empty(served.Except(Documented.Select(metric => (metric.Prometheus, metric.Kind))));
    }

    [Fact]
    public void Page_EveryName_StandsThereOnce()
    {
        Assert.NotEmpty(Documented);
        Assert.Equal(Documented.Count, Documented.Select(metric => metric.Name).Distinct().Count());
        Assert.Equal(Documented.Count, Documented.Select(metric => metric.Prometheus).Distinct().Count());
    }

    /// <summary>As the exporter names them.</summary>
    private static DocumentedMetric DescriptionOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        var kind = type == typeof(Histogram<>) ? "histogram" : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? "counter" : "gauge";
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return new DocumentedMetric(instrument.Name, instrument.Name.Replace('.', '_') + unit + (kind == "counter" ? "_total" : ""), kind, instrument.Unit!);
    }
}
