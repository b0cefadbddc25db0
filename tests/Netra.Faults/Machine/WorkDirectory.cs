using System.Globalization;

namespace Netra.Faults;

/// <summary>A directory for the data of a run's processes, gone with the run.</summary>
internal sealed class WorkDirectory : IDisposable
{
    public const string NamePrefix = "netra-faults-";

    public WorkDirectory()
    {
        Path = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{Environment.ProcessId}-")).FullName;
        // The database runs as another user, whose directory is in this one.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
