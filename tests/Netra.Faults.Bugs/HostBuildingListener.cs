using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Netra.Faults.Bugs;

/// <summary>Changes the services of the process's host, after the host has added its own.</summary>
internal sealed class HostBuildingListener(Action<IServiceCollection> plant) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting") value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilding", Value: IHostBuilder builder }) builder.ConfigureServices((_, services) => plant(services));
    }

    public void OnCompleted()
    {
        // Nothing is kept.
    }

    public void OnError(Exception error)
    {
        // Sources of diagnostic events have none.
    }
}
