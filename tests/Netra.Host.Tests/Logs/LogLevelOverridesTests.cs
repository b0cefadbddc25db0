using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Netra.Host.Tests;

public sealed class LogLevelOverridesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLevelOverrides _overrides;
    private readonly ServiceProvider _services;
    private readonly ILogger _logger;
    private readonly ILogger _other;

    public LogLevelOverridesTests()
    {
        _overrides = new LogLevelOverrides(_time);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Netra.Gateway", LogLevel.Error))
            .AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(_overrides)
            .AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(_overrides)
            .BuildServiceProvider();
        var loggers = _services.GetRequiredService<ILoggerFactory>();
        loggers.AddProvider(new EagerProvider());
        _logger = loggers.CreateLogger("Netra.Gateway.Connection");
        _other = loggers.CreateLogger("Orleans");
    }

    public void Dispose()
    {
        _services.Dispose();
        _overrides.Dispose();
    }

    [Fact]
    public void Set_Category_HoldsUntilItsTimeIsOver()
    {
        Assert.False(_logger.IsEnabled(LogLevel.Warning));

        _overrides.Set(new Dictionary<string, LogLevel> { ["Netra.Gateway"] = LogLevel.Debug }, TimeSpan.FromMinutes(1));

        Assert.True(_logger.IsEnabled(LogLevel.Debug));
        Assert.False(_other.IsEnabled(LogLevel.Information));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(_logger.IsEnabled(LogLevel.Debug));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_logger.IsEnabled(LogLevel.Warning));
        Assert.Same(LogLevelOverride.None, _overrides.Current);
    }

    [Fact]
    public void Set_Default_IsThatOfCategoriesThatAreNotNamed()
    {
        _overrides.Set(new Dictionary<string, LogLevel> { ["Default"] = LogLevel.Information }, TimeSpan.FromMinutes(1));

        Assert.True(_other.IsEnabled(LogLevel.Information));
        Assert.False(_logger.IsEnabled(LogLevel.Warning));
    }

    [Fact]
    public void Set_Again_TakesThePlaceAndTheTimeOfTheFirst()
    {
        _overrides.Set(new Dictionary<string, LogLevel> { ["Orleans"] = LogLevel.Debug }, TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(30));

        _overrides.Set(new Dictionary<string, LogLevel> { ["Netra.Gateway"] = LogLevel.Debug }, TimeSpan.FromMinutes(1));

        Assert.False(_other.IsEnabled(LogLevel.Information));
        _time.Advance(TimeSpan.FromSeconds(45));
        Assert.True(_logger.IsEnabled(LogLevel.Debug));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.False(_logger.IsEnabled(LogLevel.Debug));
    }

    [Fact]
    public void Clear_WhileItHolds_EndsIt()
    {
        _overrides.Set(new Dictionary<string, LogLevel> { ["Orleans"] = LogLevel.Debug }, TimeSpan.FromMinutes(1));

        _overrides.Clear();

        Assert.False(_other.IsEnabled(LogLevel.Information));
        Assert.Null(_overrides.Current.Until);
    }

    private sealed class EagerProvider : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
