using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netra.Storage.Conformance;

namespace Netra.Storage.Tests;

public sealed class UserLogServiceCollectionExtensionsTests
{
    [Fact]
    public async Task AddNetraUserLog_WithABackend_GivesALogThatMeasuresItself()
    {
        var measured = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Netra") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Note(instrument));
        listener.SetMeasurementEventCallback<int>((instrument, _, _, _) => Note(instrument));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _ = value > 0 && Note(instrument));
        listener.Start();

        await using var services = new ServiceCollection()
            .AddLogging().AddSingleton<IUserLogBackend, InMemoryBackend>().AddNetraUserLog().BuildServiceProvider();
        var log = services.GetRequiredService<IUserLog>();
        var stale = await LogWriter.LoadAsync(log, "ada");
        var writer = await LogWriter.LoadAsync(log, "ada");
        Assert.Equal(CommitOutcome.Committed, await log.CommitAsync(writer.Append("1")));
        Assert.Equal(CommitOutcome.Conflict, await log.CommitAsync(stale.Append("2")));
        // Closing waits for the writer's thread, which measures after it has answered.
        await services.DisposeAsync();

        Assert.Superset(
            new HashSet<string>
            {
                "netra.storage.group_commit.duration", "netra.storage.group_commit.size", "netra.storage.commits", "netra.storage.conflicts",
            },
            measured);

        bool Note(Instrument instrument)
        {
            lock (measured) return measured.Add(instrument.Name);
        }
    }

    [Fact]
    public async Task AddNetraUserLog_OptionsOutOfRange_AreRefused()
    {
        await using var services = new ServiceCollection()
            .AddLogging().AddSingleton<IUserLogBackend, InMemoryBackend>()
            .AddNetraUserLog(options => options.MaxGroupCommits = 0).BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IUserLog>());
    }
}
