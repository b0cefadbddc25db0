using CsCheck;

namespace Netra.Model.Tests;

/// <summary>A run: its limits and its steps.</summary>
internal sealed record Scenario(int MaxMessages, bool Rejects, Step[] Steps)
{
    private static readonly Gen<StepKind> Kinds = Gen.Frequency(
        (30, Gen.Const(StepKind.Publish)),
        (6, Gen.Const(StepKind.Burst)),
        (10, Gen.Const(StepKind.Send)),
        (10, Gen.Const(StepKind.ChangeState)),
        (4, Gen.Const(StepKind.ChangeStateByApi)),
        (18, Gen.Const(StepKind.Connect)),
        (6, Gen.Const(StepKind.Drop)),
        (10, Gen.Const(StepKind.Acknowledge)),
        (6, Gen.Const(StepKind.Resume)),
        (6, Gen.Const(StepKind.Revoke)),
        (6, Gen.Const(StepKind.Retry)),
        (8, Gen.Const(StepKind.Advance)),
        (4, Gen.Const(StepKind.Deactivate)),
        (8, Gen.Const(StepKind.Read)));

    private static readonly Gen<StoreFault> Faults = Gen.Frequency(
        (12, Gen.Const(StoreFault.None)), (1, Gen.Const(StoreFault.Before)), (1, Gen.Const(StoreFault.After)));

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Kinds, Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 99], Faults, (kind, a, b, c, fault) => new Step(kind, a, b, c, fault));

    /// <summary>Runs without restarts of the silo, which take seconds.</summary>
    public static Gen<Scenario> Any { get; } = Gen.Select(
        Limits, Gen.Bool, AnyStep.Array[1, 80], (maxMessages, rejects, steps) => new Scenario(maxMessages, rejects, steps));

    /// <summary>Long runs with a restart now and then.</summary>
    public static Gen<Scenario> WithRestarts { get; } = Gen.Select(
        Limits,
        Gen.Bool,
        AnyStep.Array[40],
        AnyStep.Array[40],
        AnyStep.Array[20],
        (maxMessages, rejects, first, second, third) => new Scenario(maxMessages, rejects, [.. first, Restart, .. second, Restart, .. third]));

    /// <summary>Mostly so few that they are reached soon, now and then more than a connection's queue and the memory of a grain hold.</summary>
    private static Gen<int> Limits => Gen.Frequency((3, Gen.Int[2, 12]), (1, Gen.Int[30, 120]));

    private static Step Restart => new(StepKind.Restart, 0, 0, 0, StoreFault.None);

    public override string ToString() =>
        $"new Scenario({MaxMessages}, {(Rejects ? "true" : "false")}, [{string.Join(", ", Steps.Select(step => step.ToString()))}])";
}
