using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class DatabaseProbeTests
{
    [Fact]
    public void Check_ProbeOfTheSocket_IsFound() => Assert.Equal(
        ["StatefulSet postgresql: pg_isready must ask by TCP, with --host"],
        Broken.Find(DatabaseProbe.Check, set => set.Container("postgresql").StartupProbe.Exec.Command.Remove("--host=127.0.0.1"), Overlay.Local));

    [Fact]
    public void Check_Local_HasProbesToLookAt() => Assert.All(
        new[] { Overlay.Read(Overlay.Local).Container("postgresql") }.SelectMany(container => new[] { container.StartupProbe, container.ReadinessProbe }),
        probe => Assert.Equal("pg_isready", probe.Exec.Command[0]));
}
