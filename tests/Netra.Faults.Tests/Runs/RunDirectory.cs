namespace Netra.Faults.Tests;

/// <summary>A directory for a run's history and logs, which stays when something was found.</summary>
internal sealed class RunDirectory : IDisposable
{
    private bool _isKept;

    public string Path { get; } = Directory.CreateTempSubdirectory("netra-faults-test-").FullName;

    /// <summary>Leaves it where it is, and says so.</summary>
    public string KeepAndShow()
    {
        _isKept = true;
        return $"The run found violations; its history and logs are in {Path}. 'netra-faults check {Path}' judges it again.";
    }

    public void Dispose()
    {
        if (!_isKept) Directory.Delete(Path, recursive: true);
    }
}
