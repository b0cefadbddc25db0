using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Netra.Gateway.Tests;

/// <summary>The plans of a gateway, with a configuration that the test changes.</summary>
internal sealed class TestPlans : IDisposable
{
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
    private readonly ServiceProvider _services;

    public TestPlans(GatewayOptions gateway, TimeProvider time, StrictLog log)
    {
        var services = new ServiceCollection();
        services.Configure<PlansOptions>(_configuration);
        services.AddSingleton(Options.Create(gateway));
        services.AddSingleton<IValidateOptions<PlansOptions>, PlansOptionsValidator>();
        services.AddSingleton(time);
        services.AddSingleton(log.For<PlanTable>());
        services.AddSingleton<PlanTable>();
        _services = services.BuildServiceProvider();
        Table = _services.GetRequiredService<PlanTable>();
    }

    public PlanTable Table { get; }

    /// <summary>Changes settings, such as <c>free:MessagesPerSecond</c>, and says so.</summary>
    public void Change(params ReadOnlySpan<(string Setting, string? Value)> settings)
    {
        foreach (var (setting, value) in settings) _configuration["Plans:" + setting] = value;
        _configuration.Reload();
    }

    public void Dispose() => _services.Dispose();
}
