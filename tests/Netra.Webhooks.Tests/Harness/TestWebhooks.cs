using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Webhooks.Tests;

/// <summary>Webhooks as a host registers them, on fake time.</summary>
internal sealed class TestWebhooks : IAsyncDisposable
{
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(10);

    private readonly ServiceProvider _services;

    /// <param name="settings">Settings below Netra:Webhooks.</param>
    public TestWebhooks(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"Netra:Webhooks:{one.Key}", one.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddNetraWebhooks(configuration.GetSection("Netra:Webhooks"));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Meter = new CallMeter(_services.GetRequiredService<IMeterFactory>());
    }

    public PacedTime Time { get; } = new();

    public KeptLog Log { get; } = new();

    public CallMeter Meter { get; }

    public IReadOnlyList<MessageHandlerRegistration> Registrations => [.. _services.GetServices<MessageHandlerRegistration>()];

    /// <summary>One route named orders, to an endpoint, with further settings of the route (<c>Retries=0</c>) or, with a slash before them, of all.</summary>
    public static TestWebhooks To(string url, params string[] settings)
    {
        var all = new Dictionary<string, string?>();
        AddRoute(all, 0, "orders", url);
        foreach (var setting in settings)
        {
            var (name, value) = setting.Split('=', 2) is [var left, var right] ? (left, right) : throw new ArgumentException(setting);
            all[name[0] == '/' ? name[1..] : $"Routes:0:{name}"] = value;
        }

        return new TestWebhooks(all);
    }

    public static void AddRoute(Dictionary<string, string?> settings, int index, string name, string url)
    {
        settings[$"Routes:{index}:Name"] = name;
        settings[$"Routes:{index}:Types:0"] = $"{name}_*";
        settings[$"Routes:{index}:Url"] = url;
        settings[$"Routes:{index}:Secrets:0"] = Secrets.Old;
    }

    /// <summary>Runs the handler of a route.</summary>
    public Task HandleAsync(IMessageContext? context = null, string pattern = "orders_*", CancellationToken cancellationToken = default) =>
        Registrations.Single(one => one.Pattern == pattern).Create(_services).HandleAsync(context ?? new RecordingContext(), cancellationToken);

    /// <summary>Runs the handler, which fails.</summary>
    public async Task<WebhookFailedException> FailAsync(IMessageContext? context = null, string pattern = "orders_*") =>
        await Assert.ThrowsAsync<WebhookFailedException>(() => HandleAsync(context, pattern).InTime());

    /// <summary>Lets the pause before the next retry pass, and says how long it was.</summary>
    public async Task<TimeSpan> PassPauseAsync()
    {
        var delay = await NextDelayAsync(delay => delay != AttemptTimeout && delay != TotalTimeout);
        Time.Advance(delay);
        return delay;
    }

    /// <summary>Waits until the next try is being timed, and lets its time run out.</summary>
    public async Task PassTryAsync() => Time.Advance(await NextDelayAsync(delay => delay == AttemptTimeout));

    /// <summary>Says every fault of the settings, as a host would at start.</summary>
    public IEnumerable<string> Faults()
    {
        try
        {
            _services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Meter.Dispose();
        // A call that is still under way would be waited for in fake time.
        await _services.DisposeAsync().AsTask().InTime();
    }

    private async Task<TimeSpan> NextDelayAsync(Func<TimeSpan, bool> isMeant)
    {
        while (true)
        {
            var delay = await Time.NextDelayAsync();
            if (isMeant(delay)) return delay;
        }
    }
}
