using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Binding;

/// <summary>One mistake gives one message at its own place, and what depends on it stays silent.</summary>
public sealed class BindingErrorTests
{
    private const string Host = "host h { cpus = 4 }\n";
    private const string Lab =
        Host
        + """
            iommu i on h { }
            device d behind i { bus = pcie 0000:01:00.0 }
            device e behind i { bus = pcie 0000:02:00.0 }
            domain s on h { api = vfio_type1  attach = [d] }
            guest g on h { assign = [d via s] }

            """;

    public static TheoryData<string, string[]> Mistakes =>
        new()
        {
            { Host + "host ⟦h⟧ { }", ["TOPO2001 there is a host `h` already; this one does not count"] },
            {
                Host + "iommu i on ⟦hh⟧ { }\ndevice d behind i { }\nexpect d in box 2",
                ["TOPO2002 no host `hh` is declared; did you mean `h`? -> h"]
            },
            { Lab + "device x behind ⟦h⟧ { }", ["TOPO2002 no iommu `h` is declared; did you mean `i`? -> i"] },
            { Lab + "expect ⟦g⟧ in box 2", ["TOPO2002 no device `g` is declared; `g` is a guest"] },
            {
                "host first { }\nguest second on first { }\nexpect ⟦second⟧ enforced yes",
                ["TOPO2002 no domain `second` is declared; `second` is a guest"]
            },
            { "host h { ⟦cpu⟧ = 4 }", ["TOPO2003 a host has no property `cpu`; did you mean `cpus`? -> cpus"] },
            {
                "host h { ⟦ats⟧ = yes  cpus = 3 }",
                ["TOPO2003 a host has no property `ats`; it is a property of a device"]
            },
            {
                "host h { arch = ⟦x86⟧ }",
                [
                    "TOPO2004 `arch` needs one of `x86_64`, `arm64`, `arm`, `riscv64`, `s390x`, `ppc64` or "
                        + "`loongarch64`, and `x86` is none",
                ]
            },
            {
                "host h { firmware = ⟦apci⟧ }",
                [
                    "TOPO2004 `firmware` needs one of `acpi` or `devicetree`, and `apci` is none; did you mean `acpi`? "
                        + "-> acpi",
                ]
            },
            {
                "host h { fwb = ⟦true⟧ }",
                ["TOPO2004 `fwb` needs `yes` or `no`, and `true` is none; did you mean `yes`? -> yes"]
            },
            { "host h { cpus = ⟦0⟧ }", ["TOPO2004 `cpus` needs a number from 1 to 8192, and `0` is none"] },
            {
                "host h { kernel = ⟦6⟧ }",
                [
                    "TOPO2004 `kernel` needs a kernel version such as 6.8, or what `uname -r` says, in quotes, and `6` "
                        + "is none; did you mean `6.0`? -> 6.0",
                ]
            },
            {
                "host h { kernel = ⟦\"newest\"⟧ }",
                [
                    "TOPO2004 `kernel` needs a kernel version such as 6.8, or what `uname -r` says, in quotes, and "
                        + "`\"newest\"` is none",
                ]
            },
            {
                "host h { memory = ⟦4096⟧ }",
                [
                    "TOPO2004 `memory` needs a size with its unit, such as 4GiB, and `4096` is none; did you mean "
                        + "`4096B`? -> 4096B",
                ]
            },
            {
                Lab + "expect attach d to s fails ⟦EINVALL⟧",
                ["TOPO2004 Linux has no errno `EINVALL`: did you mean `EINVAL`? -> EINVAL"]
            },
            {
                Host + "device d on h { bus = ⟦00:02.0⟧ }",
                [
                    "TOPO2004 `bus` needs `pcie ADDRESS` or `platform`, and `00:02.0` is none; did you mean "
                        + "`pcie 00:02.0`? -> pcie 00:02.0",
                ]
            },
            {
                Lab + "domain t on h { attach = ⟦e⟧ }",
                ["TOPO2004 `attach` needs a list in brackets, and `e` is none; did you mean `[e]`? -> [e]"]
            },
            {
                Lab + "domain t on h { attach = [⟦e via s⟧] }",
                ["TOPO2004 `attach` needs device names: this is the domain already -> e"]
            },
            {
                Lab + "domain t on h { map = [cached, ⟦mimo⟧] }",
                [
                    "TOPO2004 `map` needs words of `cached`, `uncached` or `mmio`, and `mimo` is none; did you mean "
                        + "`mmio`? -> mmio",
                ]
            },
            { Lab + "domain t on h { attach = [e, ⟦e⟧] }", ["TOPO2001 `e` is in the list already"] },
            {
                Host + "iommu i on h { model = intel_vtd  ⟦s2fwb⟧ = yes }",
                ["TOPO2005 `s2fwb` is a property of arm_smmu_v3, and `i` is intel_vtd"]
            },
            { "host h { cpus = 1  ⟦cpus⟧ = 2 }", ["TOPO2006 `cpus` is given twice; the first one counts"] },
            { "iommu ⟦i⟧ { }", ["TOPO2007 where does the iommu `i` belong? Expected `on HOST` after its name"] },
            {
                "device ⟦d⟧ { }",
                ["TOPO2007 where does the device `d` belong? Expected `behind IOMMU` or `on HOST` after its name"]
            },
            { Host + "iommu i ⟦behind⟧ h { }", ["TOPO2008 an iommu has no `behind`: expected `on HOST` -> on"] },
            {
                Lab + "device x behind i ⟦on⟧ h { }",
                ["TOPO2008 `behind` has said already where this device belongs: keep one of the two"]
            },
            {
                Lab + "program x on h using d ⟦using⟧ d { }",
                ["TOPO2008 `using` is given twice: one `using` names all devices, with commas between them"]
            },
            {
                Lab + "device x : ⟦nvmee⟧ behind i { }",
                ["TOPO2002 no template `nvmee` is declared; did you mean `nvme`? -> nvme"]
            },
            {
                "template t : ⟦hots⟧ { }",
                ["TOPO2009 a template is for `host`, `iommu`, `device`, `domain` or `guest`, not for `hots` -> host"]
            },
            {
                "template t : iommu { }\nhost h : ⟦t⟧ { }",
                ["TOPO2009 the template `t` is for an iommu, and this is a host"]
            },
            {
                Lab + "program p in g using d {\n  cpu ⟦1⟧ wbinvd\n}\nexpect p coherent",
                ["TOPO2012 there is no CPU 1: the guest `g` has one CPU, number 0"]
            },
            {
                Lab + "program p on h using d {\n  cpu ⟦4⟧ wbinvd\n}",
                ["TOPO2012 there is no CPU 4: the host `h` has 4 CPUs, numbered from 0 to 3"]
            },
            {
                Lab + "program p in g using d {\n  buffer b = 4KiB wb\n  host cpu ⟦7⟧ read b\n}",
                ["TOPO2012 there is no CPU 7: the host `h` has 4 CPUs, numbered from 0 to 3"]
            },
            {
                Lab + "program p on h using d, e {\n  buffer b = 4KiB wb\n  ⟦dma⟧ read b\n}",
                ["TOPO2013 the program uses several devices: write `dma d read b` or `dma e read b`"]
            },
            {
                Lab + "program p on h using d {\n  buffer b = 4KiB wb\n  dma ⟦e⟧ read b\n}",
                ["TOPO2013 the program does not use `e`: name it in the program's `using` -> d"]
            },
            {
                Lab + "program p on h {\n  buffer b = 4KiB wb\n  ⟦dma⟧ read b\n}",
                ["TOPO2013 which device? Write `program p ... using DEVICE`"]
            },
            {
                Lab + "program p on h {\n  buffer fb = 4KiB wb\n  cpu 0 write ⟦bf⟧\n}",
                ["TOPO2002 the program has no buffer `bf`: did you mean `fb`? -> fb"]
            },
            {
                Lab + "program p on h {\n  buffer b = 4KiB wb\n  buffer ⟦b⟧ = 4KiB wb\n}",
                ["TOPO2001 the program has a buffer `b` already"]
            },
            { Lab + "guest k on h { assign = [⟦dd⟧] }", ["TOPO2002 no device `dd` is declared"] },
            {
                Lab + "guest k on h { assign = [⟦d⟧] }",
                ["TOPO2014 say through which domain the guest gets `d`: `d via s` -> d via s"]
            },
            {
                "host h { kernel = ⟦9.1⟧ }",
                ["TOPO2015 Linux 9.1 is newer than the newest known version: it is simulated as 7.3.4"]
            },
            {
                "host h { kernel = ⟦4.19⟧ }",
                [
                    "TOPO2016 Linux 4.19 is older than 5.15, the oldest version whose behaviour is known: nothing is "
                        + "said of it",
                ]
            },
            {
                Host + "scenario s {\n  upgrade h to ⟦8.0⟧\n}",
                ["TOPO2015 Linux 8.0 is newer than the newest known version: it is simulated as 7.3.4"]
            },
            {
                Host + "program p on h {\n  ⟦cpu 0 dc_csw⟧\n}",
                ["TOPO2017 `dc_csw` is an instruction of Arm, and the host `h` is x86_64"]
            },
            {
                "host h { arch = arm64 }\nprogram p on h {\n  ⟦cpu 0 wbinvd⟧\n}",
                ["TOPO2017 `wbinvd` is an instruction of x86, and the host `h` is arm64"]
            },
            {
                Host + "program p on h {\n  buffer b = 4KiB ⟦normal_nc⟧\n}",
                ["TOPO2017 `normal_nc` is a memory type of Arm, and the host `h` is x86_64: `wc` and `uc` come nearest"]
            },
            {
                Host + "iommu i on h { ecap = 0xf0101a  ⟦device_tlb = yes⟧ }",
                [
                    "TOPO2018 `device_tlb = yes` counts, but the register says no: decoded from ecap = 0xf0101a (DT, "
                        + "bit 2)",
                ]
            },
            {
                Host + "domain s on h { api = sva  ⟦stage1_attr⟧ = nc }",
                [
                    "TOPO2026 `stage1_attr` has no effect on `s`: without `parent` its first stage is the kernel's, or "
                        + "a process's own; only a guest with a nested domain writes one",
                ]
            },
            {
                Host + "iommu i on h { ecap = 0xf0101a  ⟦snoop_control = yes⟧ }",
                [
                    "TOPO2018 `snoop_control = yes` counts, but the register says no: decoded from ecap = 0xf0101a "
                        + "(SC, bit 7)",
                ]
            },
            {
                Host
                    + "iommu i on h { model = intel_vtd  ecap = 0xf0101a  scalable_mode = no  interrupt_remapping = no "
                    + "}",
                []
            },
            { Host + "iommu i on h { model = ⟦msm⟧ }", ["TOPO2019 msm is not found on x86_64 machines such as `h`"] },
            {
                "host h { arch = arm64 }\niommu ⟦i⟧ : intel_haswell_gfx on h { }",
                ["TOPO2019 intel_vtd is not found on arm64 machines such as `h`"]
            },
            {
                Lab + "host k { }\ndomain t on k { attach = [⟦e⟧] }",
                ["TOPO2020 the device `e` is on `h`, and this domain is on `k`"]
            },
            {
                Lab + "host k { }\nguest x on k { assign = [⟦e via s⟧] }",
                ["TOPO2020 the device `e` is on `h`, and this guest is on `k`"]
            },
            {
                "host ⟦h⟧ in g { }\nguest g on h { }",
                ["TOPO2021 the host `h` runs in a guest that runs, in the end, on itself"]
            },
            { Lab + "domain t on h { parent = ⟦t⟧ }", ["TOPO2021 `parent` leads from `t` back to itself"] },
            { Lab + "expect d in box ⟦5⟧", ["TOPO2022 the coherence matrix has the boxes 1 to 4, and no box 5"] },
            {
                Lab + "program p on h { }\nscenario t {\n  run p\n}\nexpect t run ⟦1⟧ coherent",
                ["TOPO2022 there is no run 1: the scenario `t` has one run, number 0"]
            },
            {
                Lab + "device f behind i { bus = ⟦pcie 01:00.0⟧ }",
                ["TOPO2023 the device `d` of the same host has this address already"]
            },
            {
                Lab + "program p on h {\n  buffer b = 4KiB wb\n  ⟦host cpu 1 read b⟧\n}",
                ["TOPO2024 this program runs on a host, without a hypervisor: `host cpu 1` is the same as `cpu 1`"]
            },
            { Lab + "import ⟦\"gone.topo\"⟧", ["TOPO2010 cannot read `gone.topo`: there is no such file"] },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_has_its_message(string marked, string[] messages)
    {
        var (text, spans) = Marked.Parse(marked);
        Assert.Empty(Sample.Parse(text).Errors);
        var errors = Sample.Bind(text).Errors;
        var found = errors.Select(error =>
            $"{error.Code} {error.Message}{(error.Suggestion is null ? "" : $" -> {error.Suggestion}")}"
        );
        Assert.Equal(messages, found);
        Assert.Equal(spans.Select(span => new FileSpan(Sample.Path, span)), errors.Select(error => error.Where));
    }

    [Theory]
    [InlineData("host h { kernel = 9.1 }", BindingSeverity.Information)]
    [InlineData("host h { kernel = 4.19 }", BindingSeverity.Warning)]
    [InlineData("host h { cpu = 1 }", BindingSeverity.Error)]
    public void A_finding_is_as_severe_as_it_matters(string text, BindingSeverity severity) =>
        Assert.Equal(severity, Assert.Single(Sample.Bind(text).Errors).Severity);

    [Fact]
    public void A_duplicate_names_the_first_place()
    {
        var (text, spans) = Marked.Parse("host ⟦h⟧ { }\nhost ⟦h⟧ { cpus = 7 }");
        var binding = Sample.Bind(text);
        var error = Assert.Single(binding.Errors);
        Assert.Equal(spans[1], error.Where.Span);
        Assert.Equal(spans[0], Assert.Single(error.Related).Where.Span);
        Assert.Equal(2, Assert.Single(binding.Topology.Hosts).Cpus);
    }

    [Fact]
    public void The_rest_of_a_declaration_with_a_wrong_property_still_counts() =>
        Assert.Equal(
            3,
            Assert.Single(Sample.Bind("host h { fwb = maybe  colour = red  cpus = 3 }").Topology.Hosts).Cpus
        );

    [Theory]
    [InlineData("cpu 0 flush b")]
    [InlineData("cpu 9 wbinvd")]
    [InlineData("cpu 0 write c")]
    public void A_program_with_a_step_that_is_not_understood_is_left_out(string line)
    {
        var binding = Sample.Bind(
            Lab
                + $$"""
                program p on h {
                  buffer b = 4KiB wb
                  {{line}}
                }
                scenario t {
                  run p
                }
                expect p coherent
                expect t run 0 coherent
                """
        );
        Assert.DoesNotContain(binding.Topology.Programs, program => !program.BuiltIn);
        Assert.Empty(binding.Topology.Scenarios);
        Assert.Empty(binding.Topology.Expectations);
    }

    [Fact]
    public void A_broken_head_leaves_its_dependants_silent()
    {
        var binding = Sample.Bind(
            Host + "iommu i onn h { }\ndevice d behind i { }\ndevcie e on h { }\ndomain s on h { attach = [d, e] }\n"
        );
        Assert.Empty(binding.Errors);
        Assert.Equal((string[])["e"], Assert.Single(binding.Topology.Domains).Attach);
    }
}
