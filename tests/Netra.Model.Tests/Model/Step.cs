namespace Netra.Model.Tests;

/// <summary>A step of a run. Its numbers mean what the kind makes of them, modulo what there is to choose from.</summary>
internal sealed record Step(StepKind Kind, int A, int B, int C, StoreFault Fault)
{
    public override string ToString() => $"new({Kind}, {A}, {B}, {C}, {Fault})";
}
