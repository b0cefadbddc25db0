using System.Diagnostics;
using Netra.Faults.Bugs;

/// <summary>What .NET calls before the program of a process that was started with DOTNET_STARTUP_HOOKS. It is found by this name, in no namespace.</summary>
internal sealed class StartupHook
{
    /// <summary>Waits for the program's host to be built, and plants the fault that NETRA_FAULTS_BUG names.</summary>
    public static void Initialize()
    {
        var bug = Environment.GetEnvironmentVariable("NETRA_FAULTS_BUG") ?? throw new InvalidOperationException("NETRA_FAULTS_BUG names no fault.");
        _ = DiagnosticListener.AllListeners.Subscribe(new HostBuildingListener(Bug.PlanterOf(bug)));
    }
}
